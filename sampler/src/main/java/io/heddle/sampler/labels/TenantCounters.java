package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Counters by tenant, of which a bounded number is shown: the label governor.
 *
 * <p>Every request is counted exactly, under its tenant's label or under {@code ~other}. Which
 * tenants have a label changes only while a page is written, by weight: a tenant takes a place if
 * it clearly outweighs whoever has it. A new label is shown at zero before it counts, because a
 * scraper cannot see the growth of a series that begins above it; a dropped one keeps what was
 * shown under it, and nothing of that is ever shown under {@code ~other}.
 *
 * <p>Any thread may count ({@link #of}); it takes no lock and, for a labelled tenant, allocates
 * nothing. Until the first page is written a tenant gets its label when it is first met, under a
 * lock, while there is room. All other methods take that lock, which only pages and {@link #tick}
 * hold for long.
 *
 * <p>Bound: the budget's counters, and 1.5 MiB for the ranking and the tiers, whatever the number
 * of tenants; what a tenant itself holds is kept for at most 6,000 of them, and for those in the
 * buffers.
 *
 * @param <T> a tenant; equal if it is the same
 */
public final class TenantCounters<T> {
  private static final int REMEMBERED = 1_000;

  private final int width;
  private final ToLongFunction<T> keyOf;
  private final ToLongFunction<StripedCounters> weightOf;
  private final long startNanos;
  private final TierMonitor tiers;
  private final LabelEvents<T> events;
  private final StripedCounters other;

  /** The labelled; changed under the lock, read by every thread that counts. */
  private final ConcurrentHashMap<T, StripedCounters> labelled = new ConcurrentHashMap<>();

  /** Whether a tenant met for the first time may have a label at once. */
  private volatile boolean isOpen = true;

  /**
   * Null until a page is asked for or a tenant finds no room: most of the governor is not needed,
   * nor loaded, while an application starts. Written under the lock.
   */
  private volatile Ranking<T> ranking;

  // All below is guarded by this.
  private final Map<T, Incumbent<T>> incumbents = new LinkedHashMap<>();
  private final List<Departed> departed = new ArrayList<>();
  private final Scrapers scrapers = new Scrapers();
  private final long[] changes = new long[LabelChange.values().length];
  private final Map<T, LabelChange> lost = new LinkedHashMap<>();
  private final long[] departedTotal;
  private LabelRules rules;
  private Set<T> pins = Set.of();

  /** The change of labels under way; null if there is none. */
  private LabelTurn<T> turn;

  private long page;

  /** In requests, as of the last page that began a change: units may be rebased meanwhile. */
  private double mostUnlabelled;

  /**
   * @param width how many counters each label has
   * @param keyOf a seeded hash of a tenant, see {@link SeededHash}; any thread
   * @param weightOf what a label's counters weigh, in requests; must not fall
   * @param tiers told of every tenant met
   * @param events told of every change
   * @param nowNanos the monotonic clock's time, as in all other calls
   */
  public TenantCounters(
      int width,
      LabelRules rules,
      ToLongFunction<T> keyOf,
      ToLongFunction<StripedCounters> weightOf,
      TierMonitor tiers,
      LabelEvents<T> events,
      long nowNanos) {
    this.width = width;
    this.rules = rules;
    this.keyOf = keyOf;
    this.tiers = tiers;
    this.events = events;
    this.weightOf = weightOf;
    this.startNanos = nowNanos;
    this.other = new StripedCounters(width);
    this.departedTotal = new long[width];
  }

  /**
   * Where to count a request of {@code tenant}: its own counters or those of {@code ~other}. They
   * are good for this request only.
   *
   * @param weight how many requests this one weighs if it has to be ranked, from 1 to {@link
   *     LabelRules#MOST_WEIGHT}
   */
  public StripedCounters of(T tenant, int weight) {
    StripedCounters own = labelled.get(tenant);
    return own != null ? own : unlabelled(tenant, weight);
  }

  /** Adds to one counter of a tenant, at the usual weight. */
  public void add(T tenant, int counter, long amount) {
    StripedCounters counters = of(tenant, 1);
    counters.add(counters.stripe(), counter, amount);
  }

  /** Whether those are the counters of everybody without a label. */
  public boolean isOther(StripedCounters counters) {
    return counters == other;
  }

  /** Who has a label now. */
  public Set<T> labelled() {
    return Set.copyOf(labelled.keySet());
  }

  /** To be called some times a second: takes in what was met. */
  public synchronized void tick(long nowNanos) {
    if (ranking != null) {
      ranking.advance(nowNanos, incumbents.values(), tiers::observe);
    }
    tiers.advance(nowNanos);
  }

  /**
   * The counters for a page, which {@code scraper} is about to be served; afterwards labels may
   * change.
   *
   * @param scraper who reads it, so that a change waits until all who read regularly have seen it
   */
  public synchronized LabelPage<T> page(String scraper, long nowNanos) {
    isOpen = false;
    page++;
    ranking().settle(nowNanos, incumbents.values(), tiers::observe);
    tiers.advance(nowNanos);
    takeInWhatCameLate(nowNanos);
    List<LabelPage.Row<T>> rows = new ArrayList<>();
    for (Incumbent<T> incumbent : incumbents.values()) {
      rows.add(new LabelPage.Row<>(incumbent.tenant, incumbent.counters.sums()));
    }
    if (turn == null) {
      turn = begin(rows, nowNanos);
    } else {
      rows.addAll(turn.leaving());
    }
    if (turn != null) {
      for (Incumbent<T> rising : turn.rising()) {
        rows.add(new LabelPage.Row<>(rising.tenant, new long[width]));
      }
    }
    long[] otherValues = other.sums();
    long[] total = departedTotal.clone();
    add(total, otherValues);
    rows.forEach(row -> add(total, row.values()));
    scrapers.served(scraper, page, nowNanos);
    if (turn != null && scrapers.allSaw(turn.page(), nowNanos)) {
      end(turn);
    }
    return new LabelPage<>(rows, otherValues, total, status());
  }

  /** Puts other rules in force; labels follow with the next page. */
  public synchronized void change(LabelRules newRules) {
    if (ranking != null && !newRules.halfLife().equals(rules.halfLife())) {
      ranking.changeHalfLife(newRules.halfLife().toNanos(), incumbents.values());
    }
    rules = newRules;
  }

  /** The tenants that are to have a label whatever they weigh; replaces those before. */
  public synchronized void pin(Set<T> tenants) {
    pins = Set.copyOf(tenants);
  }

  /** The rules in force. */
  public synchronized LabelRules rules() {
    return rules;
  }

  /** How it stands. */
  public synchronized LabelStatus status() {
    double unit = ranking().unit();
    return new LabelStatus(
        incumbents.size(),
        rules.budget(),
        tiers.distinct(),
        tiers.tier(),
        ranking.unlabelledShare(),
        mostUnlabelled,
        lightest() / unit,
        ranking.dropped(),
        changesByReason());
  }

  /** Why {@code tenant} has a label or has none. */
  public synchronized LabelExplanation explain(T tenant, long nowNanos) {
    ranking().settle(nowNanos, incumbents.values(), tiers::observe);
    double unit = ranking.unit();
    Incumbent<T> incumbent = incumbents.get(tenant);
    if (incumbent == null) {
      long key = keyOf.applyAsLong(tenant);
      boolean isFull = incumbents.size() >= rules.places() - rules.reserve();
      return new LabelExplanation(
          false,
          lost.get(tenant),
          ranking.least(key) / unit,
          ranking.most(key) / unit,
          isFull ? Math.max(1, rules.incumbentAdvantage() * lightest() / unit) : 0,
          0,
          incumbents.size());
    }
    int rank = 1;
    for (Incumbent<T> peer : incumbents.values()) {
      rank += peer.most > incumbent.most ? 1 : 0;
    }
    return new LabelExplanation(
        true,
        incumbent.admitted,
        incumbent.least / unit,
        incumbent.most / unit,
        0,
        rank,
        incumbents.size());
  }

  private StripedCounters unlabelled(T tenant, int weight) {
    tiers.observe(keyOf.applyAsLong(tenant));
    if (isOpen) {
      StripedCounters own = admitFirstSeen(tenant);
      if (own != null) {
        return own;
      }
    }
    ranking().met(tenant, weight);
    return other;
  }

  private synchronized StripedCounters admitFirstSeen(T tenant) {
    StripedCounters own = labelled.get(tenant);
    if (own != null || !isOpen) {
      return own;
    }
    if (incumbents.size() >= rules.places() - rules.reserve() || dropsAll()) {
      isOpen = false;
      return null;
    }
    Incumbent<T> incumbent = newcomer(tenant, LabelChange.FIRST_SEEN);
    seat(incumbent);
    return incumbent.counters;
  }

  private void takeInWhatCameLate(long nowNanos) {
    for (Departed label : departed) {
      other.addAll(label.late());
    }
    departed.removeIf(label -> label.isOver(nowNanos));
  }

  /** Decides who leaves and who rises, or null; {@code rows} are the values just read. */
  private LabelTurn<T> begin(List<LabelPage.Row<T>> rows, long nowNanos) {
    List<Candidate<T>> candidates = ranking.candidates(incumbents::containsKey);
    mostUnlabelled = ranking.mostUnlabelled(candidates) / ranking.unit();
    Reshuffle<T> reshuffle = new Reshuffle<>(incumbents.values(), pins, rules.places());
    if (dropsAll()) {
      reshuffle.dropAll();
    } else {
      reshuffle.fitBudget();
      reshuffle.seatPins();
      reshuffle.succeed(
          candidates,
          rules.reserve(),
          rules.mostChanges(),
          rules.incumbentAdvantage(),
          ranking.unit());
    }
    List<LabelPage.Row<T>> leaving = new ArrayList<>();
    if (!reshuffle.leaving().isEmpty()) {
      for (LabelPage.Row<T> row : rows) {
        LabelChange change = reshuffle.leaving().get(row.tenant());
        if (change != null) {
          leaving.add(row);
          unseat(row, change, nowNanos);
        }
      }
    }
    List<Incumbent<T>> rising = new ArrayList<>();
    reshuffle.rising().forEach((tenant, change) -> rising.add(newcomer(tenant, change)));
    return rising.isEmpty() && leaving.isEmpty() ? null : new LabelTurn<>(page, leaving, rising);
  }

  /** Everybody who reads regularly has seen who leaves at its last value and who rises at zero. */
  private void end(LabelTurn<T> seen) {
    for (LabelPage.Row<T> row : seen.leaving()) {
      add(departedTotal, row.values());
    }
    seen.rising().forEach(this::seat);
    turn = null;
  }

  private Incumbent<T> newcomer(T tenant, LabelChange change) {
    return new Incumbent<>(tenant, keyOf.applyAsLong(tenant), new StripedCounters(width), change);
  }

  private void seat(Incumbent<T> incumbent) {
    if (ranking != null) {
      ranking.rises(incumbent);
    }
    incumbents.put(incumbent.tenant, incumbent);
    labelled.put(incumbent.tenant, incumbent.counters);
    lost.remove(incumbent.tenant);
    tell(incumbent, incumbent.admitted);
  }

  private void unseat(LabelPage.Row<T> row, LabelChange change, long nowNanos) {
    Incumbent<T> incumbent = incumbents.remove(row.tenant());
    labelled.remove(row.tenant());
    ranking.leaves(incumbent);
    departed.add(new Departed(incumbent.counters, row.values(), nowNanos));
    lost.put(row.tenant(), change);
    if (lost.size() > REMEMBERED) {
      lost.remove(lost.keySet().iterator().next());
    }
    tell(incumbent, change);
  }

  private void tell(Incumbent<T> incumbent, LabelChange change) {
    changes[change.ordinal()]++;
    double weight = ranking == null ? 0 : incumbent.most / ranking.unit();
    events.changed(incumbent.tenant, change, weight);
  }

  private Map<LabelChange, Long> changesByReason() {
    Map<LabelChange, Long> byReason = new EnumMap<>(LabelChange.class);
    for (LabelChange change : LabelChange.values()) {
      byReason.put(change, changes[change.ordinal()]);
    }
    return byReason;
  }

  private Ranking<T> ranking() {
    Ranking<T> made = ranking;
    return made != null ? made : makeRanking();
  }

  private synchronized Ranking<T> makeRanking() {
    if (ranking == null) {
      ranking = new Ranking<>(keyOf, weightOf, rules.halfLife().toNanos(), startNanos);
    }
    return ranking;
  }

  private boolean dropsAll() {
    return rules.strict() && tiers.tier() == Tier.CROWDED;
  }

  /** What the lightest incumbent weighs that may be put out; 0 if there is none. */
  private double lightest() {
    double lightest = Double.POSITIVE_INFINITY;
    for (Incumbent<T> incumbent : incumbents.values()) {
      if (!pins.contains(incumbent.tenant)) {
        lightest = Math.min(lightest, incumbent.most);
      }
    }
    return lightest == Double.POSITIVE_INFINITY ? 0 : lightest;
  }

  private static void add(long[] sum, long[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }
}
