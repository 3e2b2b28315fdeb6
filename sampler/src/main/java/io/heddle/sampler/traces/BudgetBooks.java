package io.heddle.sampler.traces;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The budget and its parts as buckets, and the factor by which what tenants ask for is scaled to
 * what is left.
 *
 * <p>In any minute at most {@code 60 × budget} plus all that the buckets can hold is kept: 2 s of
 * the budget, and 1 s more of it by which promotions may run into debt; 5 % together. A bucket
 * holds at least one trace, so that a budget of less than a few traces a minute may be exceeded by
 * two.
 */
final class BudgetBooks {
  private static final long TURN_NANOS = 50_000_000L;

  /** Threads usually disagree by less than this about the time. */
  private static final long JUMP_NANOS = 1_000_000_000L;

  /**
   * How many in a row must say that the clock went back: a thread that was held up between reading
   * the clock and deciding says so too, and believing it would credit the same time twice.
   */
  private static final int BELIEVED_BEHIND = 1_000;

  private static final double BUDGET_SECONDS = 2;
  private static final double PART_SECONDS = 3;
  private static final double PROMOTED_SECONDS = 1;

  /** No more is credited at once: whoever was idle for longer begins with full buckets anyway. */
  private static final long MOST_NANOS = 10_000_000_000L;

  /** Estimates follow within a second; twice as much and more is believed at once. */
  private static final double SMOOTHING_SECONDS = 1;

  private static final double SUDDEN = 2;
  private static final int SUDDEN_LEAST = 100;

  /** What is asked for is summed in integers of this fraction. */
  private static final double ASKED_UNIT = 1 << 20;

  /** The part of the budget that is drawn in any case. */
  private static final double LEAST_DRAWN = 0.02;

  /** What follows from the rules; immutable. */
  record Plan(
      TraceRules rules,
      long capacity,
      long reserve,
      long firstCapacity,
      long poolCapacity,
      long promotedCapacity,
      double promotedPerSecond,
      long slowNanos) {
    static Plan of(TraceRules rules) {
      double budget = rules.tracesPerSecond();
      double promoted = Math.min(budget, rules.promotedPerSecond());
      long capacity = budget == 0 ? 0 : capacity(budget * BUDGET_SECONDS - 1);
      return new Plan(
          rules,
          capacity,
          Math.min(capacity, TokenBucket.TRACE + capacity / 4) - 1,
          capacity(budget * rules.certaintyShare() * PART_SECONDS),
          capacity(budget * rules.unknownShare() * PART_SECONDS),
          capacity(promoted * PROMOTED_SECONDS),
          promoted,
          rules.slow().toNanos());
    }

    private static long capacity(double traces) {
      return traces == 0 ? 0 : (long) (Math.max(1, traces) * TokenBucket.TRACE);
    }

    /** A rate to the power, divided by the rate. */
    double divide(double rate) {
      double power = rules.power();
      if (power == 0.5) {
        return 1 / Math.sqrt(rate); // the usual one, and ten times cheaper than the general case
      }
      return power == 1 ? 1 : Math.pow(rate, power - 1);
    }

    /** With more than this everybody gets all. */
    double mostFactor() {
      return Math.pow(1e6, 1 - rules.power()) * 1e3;
    }
  }

  private final Counts counts;
  private final TokenBucket budget;
  private final TokenBucket first;
  private final TokenBucket pool;
  private final TokenBucket promoted;
  private final LongAdder asked = new LongAdder();
  private final LongAdder saturated = new LongAdder();

  /** Held by the one thread that keeps the books; the others go on without. */
  private final AtomicBoolean isTurning = new AtomicBoolean();

  private volatile Plan plan;
  private volatile double factor;
  private volatile long lastTurnNanos;

  // Of the thread that holds isTurning, whose release publishes them to the next one.
  private int behind;
  private long decidedBefore;
  private long notDrawnBefore;
  private long askedBefore;
  private long saturatedBefore;
  private double askedPerSecond;
  private double saturatedPerSecond;
  private double notDrawnPerSecond;

  BudgetBooks(TraceRules rules, Counts counts, long nowNanos) {
    this.counts = counts;
    this.plan = Plan.of(rules);
    this.factor = plan.mostFactor();
    this.lastTurnNanos = nowNanos;
    this.budget = new TokenBucket(plan.capacity);
    this.first = new TokenBucket(plan.firstCapacity);
    this.pool = new TokenBucket(plan.poolCapacity);
    this.promoted = new TokenBucket(plan.promotedCapacity);
  }

  Plan plan() {
    return plan;
  }

  double factor() {
    return factor;
  }

  /** What everything kept is paid from. */
  TokenBucket budget() {
    return budget;
  }

  /** What first traces may take of it. */
  TokenBucket first() {
    return first;
  }

  /** What new and unknown tenants may take of it. */
  TokenBucket pool() {
    return pool;
  }

  /** What failed and slow traces may take of it. */
  TokenBucket promoted() {
    return promoted;
  }

  /** Pays for a first trace, of every bucket that it concerns or of none. */
  boolean spendOnFirst(boolean isPooled) {
    if (isPooled && pool.level() < TokenBucket.TRACE || !first.spend(TokenBucket.TRACE - 1)) {
      return false;
    }
    if (!budget.spend(plan.reserve)) {
      first.refund();
      return false;
    }
    if (isPooled) {
      pool.owe();
    }
    return true;
  }

  /** A new or unknown tenant got what was drawn; what it owes is forgiven beyond the capacity. */
  void spendOnPooled() {
    pool.spend(-plan.poolCapacity);
  }

  /** A tenant asks for a part of what is drawn; saturated if it gets the most there is. */
  void asked(double part, boolean isSaturated) {
    if (isSaturated) {
      saturated.increment();
    } else {
      asked.add((long) (part * ASKED_UNIT));
    }
  }

  /** The rules take effect with the next decision, and the buckets keep what they have. */
  void change(TraceRules rules) {
    Plan next = Plan.of(rules);
    plan = next;
    factor = next.mostFactor();
  }

  /** Whether it is time to {@link #turn}; also when the clock seems to have gone back. */
  boolean isDue(long nowNanos) {
    long passed = nowNanos - lastTurnNanos;
    return passed >= TURN_NANOS || passed < -JUMP_NANOS;
  }

  /**
   * Credits what time has brought and estimates anew. Returns at once if another thread is at it.
   *
   * @param fraction the most of all traces that may be kept now
   */
  void turn(long nowNanos, double fraction) {
    if (!isTurning.compareAndSet(false, true)) {
      return;
    }
    try {
      long passed = nowNanos - lastTurnNanos;
      if (passed >= TURN_NANOS) {
        lastTurnNanos = nowNanos;
        behind = 0;
        credit(Math.min(passed, MOST_NANOS) / 1e9, fraction);
      } else if (passed < -JUMP_NANOS && ++behind == BELIEVED_BEHIND) {
        // A clock that went back brings nothing, and is believed from now on.
        lastTurnNanos = nowNanos;
        behind = 0;
      }
    } finally {
      isTurning.set(false);
    }
  }

  private void credit(double seconds, double fraction) {
    Plan now = plan;
    TraceRules rules = now.rules;
    long decided = counts.ofDecided();
    double perSecond = rules.tracesPerSecond();
    if (fraction < 1) {
      perSecond = Math.min(perSecond, fraction * (decided - decidedBefore) / seconds);
    }
    boolean isBusy = decided - decidedBefore > SUDDEN_LEAST;
    decidedBefore = decided;
    double traces = perSecond * seconds;
    budget.credit(amount(traces), now.capacity);
    first.credit(amount(traces * rules.certaintyShare()), now.firstCapacity);
    pool.credit(amount(traces * rules.unknownShare()), now.poolCapacity);
    promoted.credit(amount(now.promotedPerSecond * seconds), now.promotedCapacity);
    estimate(seconds, perSecond, fraction, isBusy);
  }

  private void estimate(double seconds, double perSecond, double fraction, boolean isBusy) {
    double share = 1 - Math.exp(-seconds / SMOOTHING_SECONDS);
    long notDrawn = counts.ofNotDrawn();
    notDrawnPerSecond += ((notDrawn - notDrawnBefore) / seconds - notDrawnPerSecond) * share / 3;
    notDrawnBefore = notDrawn;
    long asking = asked.sum();
    double askedNow = (asking - askedBefore) / ASKED_UNIT / seconds;
    askedBefore = asking;
    long full = saturated.sum();
    long fullNow = full - saturatedBefore;
    saturatedBefore = full;
    boolean isSudden = isBusy && askedNow > askedPerSecond * SUDDEN;
    askedPerSecond = isSudden ? askedNow : askedPerSecond + (askedNow - askedPerSecond) * share;
    saturatedPerSecond += (fullNow / seconds - saturatedPerSecond) * share;
    double left = Math.max(perSecond * LEAST_DRAWN, perSecond - notDrawnPerSecond);
    double leftForRest = left - saturatedPerSecond * fraction;
    if (leftForRest > 0 && askedPerSecond > 0) {
      factor = Math.min(Math.min(factor * 2, leftForRest / askedPerSecond), plan.mostFactor());
    } else if (leftForRest <= 0) {
      factor = Math.max(factor * Math.max(0.5, left / (saturatedPerSecond * fraction)), 1e-9);
    }
  }

  private static long amount(double traces) {
    return (long) (traces * TokenBucket.TRACE);
  }
}
