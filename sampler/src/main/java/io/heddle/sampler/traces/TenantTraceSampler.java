package io.heddle.sampler.traces;

import io.heddle.sampler.tiers.Tier;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Shares a budget of traces among tenants, and says with which probability each trace was kept.
 *
 * <p>A tenant that has had no trace for {@link TraceRules#FRESHNESS} gets its next one with
 * certainty, as long as there is budget for it: the emptier that bucket, the longer a tenant has to
 * have waited. What is left is drawn, with a probability that falls as the tenant's rate rises.
 * Both depend on the past alone and never on the randomness of the trace in question, so the sum of
 * the weights of kept traces is an unbiased estimate of how many there were, for all and for each
 * tenant. The exception is counted: {@link #overBudgetWeight}.
 *
 * <p>Any thread; nobody waits, and a decision allocates nothing but, once for each 1,024 tenants,
 * their table. There is no thread of its own: whoever decides first after 50 ms keeps the books,
 * which takes less than a microsecond however many tenants there are.
 *
 * <p>Bound: 24 bytes for each tenant below the capacity. Those beyond share one place.
 */
public final class TenantTraceSampler {
  /** For how long a tenant is new, so that one-off tenants stay among themselves. */
  private static final int NEW_TICKS = (int) (10 * TenantTable.TICKS_PER_SECOND);

  private static final double FRESHNESS_TICKS =
      TraceRules.FRESHNESS.toSeconds() * TenantTable.TICKS_PER_SECOND;

  /**
   * What is drawn when a bucket is all but empty: not 0, or weights would be biased, and not so
   * small that one trace outweighs a minute.
   */
  private static final double LEAST_PRESSURE = 1.0 / 64;

  /** The same for the unknown tenants' bucket, from which nothing is paid that must not be owed. */
  private static final double LEAST_POOL_PRESSURE = 1.0 / 16;

  private final Supplier<Tier> tier;
  private final int unknownTenants;
  private final long originNanos;
  private final TenantTable tenants;
  private final int poolTenant;
  private final BudgetBooks books;
  private final Counts counts = new Counts();
  private final LongAdder overBudgetWeight = new LongAdder();

  /**
   * @param capacity tenants with a place of their own, at least 1
   * @param unknownTenants how many of the first indices stand for requests that name no tenant;
   *     they share the unknown tenants' part for ever
   * @param tier the tier of now, asked at each decision
   * @param nowNanos the monotonic clock's time, as in every other call
   */
  public TenantTraceSampler(
      TraceRules rules, int capacity, int unknownTenants, Supplier<Tier> tier, long nowNanos) {
    this.tier = tier;
    this.unknownTenants = unknownTenants;
    this.originNanos = nowNanos;
    this.poolTenant = Math.max(1, capacity);
    this.tenants = new TenantTable(poolTenant + 1);
    this.books = new BudgetBooks(rules, counts, nowNanos);
  }

  /**
   * Decides about a trace that begins here.
   *
   * @param tenant a dense index from 0 up
   * @param randomness of which the lowest 56 bits count: the end of the trace ID, or {@code rv}
   * @return the threshold that it was kept with; {@link Threshold#NONE} if it is dropped
   */
  public long decide(int tenant, long nowNanos, long randomness) {
    if (books.isDue(nowNanos)) {
      books.turn(nowNanos, fraction());
    }
    counts.decided();
    BudgetBooks.Plan plan = books.plan();
    int index = tenant >= 0 && tenant < poolTenant ? tenant : poolTenant;
    int tick = tick(nowNanos);
    long[] piece = tenants.piece(index);
    int slot = TenantTable.slot(index);
    long stamps = TenantTable.meet(piece, slot, tick, randomness);
    float weight = TenantTable.weight(piece, slot);
    if (weight == 0) {
      counts.count(Reason.NEVER);
      return Threshold.NONE;
    }
    boolean isPooled = isUnknown(index) || isNew(stamps, tick);
    if (isStale(stamps, tick, plan) && books.spendOnFirst(isPooled)) {
      TenantTable.kept(piece, slot, stamps, tick);
      counts.first(isPooled);
      return Threshold.ALWAYS;
    }
    Reason reason;
    double probability;
    double pressure = pressure(books.budget().level(), plan.capacity());
    if (Float.isInfinite(weight)) {
      reason = Reason.ALWAYS;
      probability = Math.min(1, pressure);
    } else if (isPooled) {
      reason = Reason.POOLED;
      probability = pooled(index, tick, randomness, plan, pressure);
    } else {
      reason = Reason.SHARED;
      probability = drawn(TenantTable.rate(piece, slot), weight, plan, pressure);
    }
    long threshold = Threshold.of(probability);
    if (!Threshold.keeps(threshold, randomness)) {
      return Threshold.NONE;
    }
    if (!books.budget().spend(0)) {
      counts.count(Reason.OVER_BUDGET);
      overBudgetWeight.add((long) Threshold.weight(threshold));
      return Threshold.NONE;
    }
    if (reason == Reason.POOLED) {
      books.spendOnPooled();
    }
    TenantTable.kept(piece, slot, stamps, tick);
    counts.count(reason);
    return threshold;
  }

  /**
   * Whether a trace that has failed or was slow is kept for that: then its weight is 1, whatever
   * its head's decision was, and its threshold {@link Threshold#ALWAYS}. If not, its head's
   * decision stands. To be asked once for each such trace, also for those that are kept already, or
   * their weights would be counted twice.
   *
   * @param isKept whether its head was kept, so that it has been paid for
   */
  public boolean promote(long nowNanos, boolean isKept) {
    if (books.isDue(nowNanos)) {
      books.turn(nowNanos, fraction());
    }
    if (!books.promoted().spend(TokenBucket.TRACE - 1)) {
      counts.notPromoted();
      return false;
    }
    if (!isKept) {
      books.budget().owe();
    }
    counts.count(Reason.PROMOTED);
    return true;
  }

  /** From how many nanoseconds on a request is slow. */
  public long slowNanos() {
    return books.plan().slowNanos();
  }

  /** The rules in force. */
  public TraceRules rules() {
    return books.plan().rules();
  }

  /** Puts other rules in force; what is known of the tenants stays. */
  public void change(TraceRules rules) {
    books.change(rules);
  }

  /** Puts the operator's word about a tenant in force; ignored for tenants beyond the capacity. */
  public void weigh(int tenant, TraceWeight weight) {
    if (tenant >= 0 && tenant < poolTenant) {
      TenantTable.weigh(tenants.piece(tenant), TenantTable.slot(tenant), weight.factor());
    }
  }

  /** How many traces were kept or dropped for that reason. */
  public long count(Reason reason) {
    return counts.of(reason);
  }

  /**
   * How many failed or slow traces were not promoted because the cap was reached; their heads'
   * decisions stand.
   */
  public long notPromoted() {
    return counts.ofNotPromoted();
  }

  /**
   * For how many traces those stood that were drawn but found the budget used up: what the sum of
   * the weights of the kept ones lacks.
   */
  public long overBudgetWeight() {
    return overBudgetWeight.sum();
  }

  /** What the tenant gets and why, in a sentence. */
  public String explain(int tenant, long nowNanos) {
    BudgetBooks.Plan plan = books.plan();
    int index = tenant >= 0 && tenant < poolTenant ? tenant : poolTenant;
    long[] piece = tenants.piece(index);
    int slot = TenantTable.slot(index);
    long stamps = TenantTable.stamps(piece, slot);
    if (TenantTable.firstMet(stamps) == 0) {
      return "no trace of it has begun here yet";
    }
    float weight = TenantTable.weight(piece, slot);
    if (weight == 0) {
      return "no traces but failed and slow ones: its weight is never";
    }
    double pressure = pressure(books.budget().level(), plan.capacity());
    if (Float.isInfinite(weight)) {
      return "every trace while the budget allows, now "
          + percent(Math.min(1, pressure))
          + ": its weight is always";
    }
    boolean isPooled = isUnknown(index) || isNew(stamps, tick(nowNanos));
    int sharing = isPooled ? poolTenant : index;
    float rate = TenantTable.rate(tenants.piece(sharing), TenantTable.slot(sharing));
    double probability = drawn(rate, isPooled ? 1 : weight, plan, pressure, false);
    if (isPooled) {
      probability *= poolPressure(plan, pressure);
    }
    double waitSeconds =
        TraceRules.FRESHNESS.toSeconds()
            * (double) plan.firstCapacity()
            / Math.max(TokenBucket.TRACE, books.first().level());
    return "one trace with certainty when it has had none for "
        + Math.round(waitSeconds)
        + " s, and "
        + percent(probability)
        + " of all others at "
        + Math.round(rate * 10) / 10.0
        + " traces/s"
        + (isPooled ? ", shared with all new and unknown tenants" : "")
        + (weight == 1 ? "" : ", its weight being " + TraceWeight.of(weight));
  }

  private static String percent(double probability) {
    return Math.round(probability * 100_000) / 1_000.0 + " %";
  }

  /** Never 0, which is for never. */
  private int tick(long nowNanos) {
    int ticks = (int) (nowNanos - originNanos >> TenantTable.TICK_SHIFT);
    return ticks == -1 ? 1 : ticks + 1;
  }

  private double fraction() {
    return books.plan().rules().fractions().of(tier.get());
  }

  private boolean isUnknown(int index) {
    return index < unknownTenants || index == poolTenant;
  }

  private static boolean isNew(long stamps, int tick) {
    int age = tick - TenantTable.firstMet(stamps);
    return age >= 0 && age < NEW_TICKS;
  }

  /** A tenant whose last trace lies in the future has seen a clock jump: it is stale as well. */
  private boolean isStale(long stamps, int tick, BudgetBooks.Plan plan) {
    int last = TenantTable.lastKept(stamps);
    int age = tick - last;
    return last == 0
        || age < 0
        || age * (double) books.first().level() >= FRESHNESS_TICKS * plan.firstCapacity();
  }

  private double pooled(
      int index, int tick, long randomness, BudgetBooks.Plan plan, double pressure) {
    long[] piece = tenants.piece(poolTenant);
    int slot = TenantTable.slot(poolTenant);
    if (index != poolTenant) {
      TenantTable.meet(piece, slot, tick, randomness);
    }
    return drawn(TenantTable.rate(piece, slot), 1, plan, pressure) * poolPressure(plan, pressure);
  }

  /** What the others leave in the bucket, above half of it, may go to the pool beyond its share. */
  private double poolPressure(BudgetBooks.Plan plan, double pressure) {
    double own = pressure(books.pool().level(), plan.poolCapacity());
    return Math.min(1, Math.max(Math.max(own, LEAST_POOL_PRESSURE), 2 * (pressure - 1)));
  }

  private double drawn(float rate, float weight, BudgetBooks.Plan plan, double pressure) {
    return drawn(rate, weight, plan, pressure, true);
  }

  /**
   * A tenant's part of the budget is its weighted rate to the power; divided by the rate, that is
   * its probability. The pressure of the bucket corrects what the estimate of the factor lacks.
   */
  private double drawn(
      float rate, float weight, BudgetBooks.Plan plan, double pressure, boolean counts) {
    double part = weight * plan.divide(rate);
    double most = fraction();
    double factor = books.factor();
    boolean isSaturated = factor * part >= most;
    if (counts) {
      books.asked(part, isSaturated);
    }
    return Math.min(most, factor * part * Math.max(1, pressure)) * Math.min(1, pressure);
  }

  /** 1 at half of the capacity, 2 at all of it, and never quite 0. */
  private static double pressure(long level, long capacity) {
    return capacity == 0 ? LEAST_PRESSURE : Math.max(LEAST_PRESSURE, 2.0 * level / capacity);
  }
}
