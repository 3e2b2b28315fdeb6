package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.tiers.TierMonitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Counters by tenant, of which a bounded number is shown: the label governor.
 *
 * <p>Every request is counted exactly, under its tenant's label or under {@code ~other}. While
 * there is room a tenant has its label from its first request on. Who takes whose place is decided
 * only while a page is written, by weight: a tenant takes a place if it clearly outweighs whoever
 * has it. A new label is shown at zero before it grows, because a scraper cannot see the growth of
 * a series that begins above it: what a newcomer has counted by then is held back, from the total
 * too. Only labels of the first page begin as they are, like all counters of a process. A dropped
 * label keeps what was shown under it, and nothing of that is ever shown under {@code ~other}.
 *
 * <p>Any thread may count ({@link #of}); it takes no lock and, for a labelled tenant, allocates
 * nothing. All other methods take a lock, which only pages and {@link #tick} hold for long.
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

  private final Arrivals<T> arrivals;

  /** Who gains or loses a label, and counts under {@code ~other} until all have seen that. */
  private volatile Set<T> changing = Set.of();

  /**
   * Null until a page is asked for or a tenant finds no room: most of the governor is not needed,
   * nor loaded, while an application starts. Written under the lock.
   */
  private volatile Ranking<T> ranking;

  // All below is guarded by this.
  private final Map<T, Incumbent<T>> incumbents = new LinkedHashMap<>();

  /** Incumbents of which some scraper has not seen that they are there. */
  private final Set<Incumbent<T>> newcomers = new HashSet<>();

  private final List<Departed> departed = new ArrayList<>();
  private final Scrapers scrapers = new Scrapers();
  private final Rotations rotations;
  private final long[] changes = new long[LabelChange.values().length];
  private final Map<T, LabelChange> lost = new LinkedHashMap<>();
  private final long[] departedTotal;
  private LabelRules rules;
  private Set<T> pins = Set.of();

  /** The change of labels under way; null if there is none. */
  private LabelTurn<T> turn;

  private long page;

  /** Whether anybody who was met without a label was left to wait for one. */
  private boolean isAwaited;

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
    this.rotations = new Rotations(nowNanos);
    this.other = new StripedCounters(width);
    this.departedTotal = new long[width];
    this.arrivals = new Arrivals<>(Math.max(0, rules.places() - rules.reserve()));
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

  /** Whether {@code tenant} has a label now, be it seen or not. Any thread, without a lock. */
  public boolean isLabelled(T tenant) {
    return labelled.containsKey(tenant);
  }

  /** Who has a label now, be it seen or not. */
  public Set<T> labelled() {
    return Set.copyOf(labelled.keySet());
  }

  /** To be called some times a second: takes in what was met. */
  public synchronized void tick(long nowNanos) {
    takeInArrivals(nowNanos);
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
    takeInArrivals(nowNanos);
    long seen = scrapers.seen(page, nowNanos);
    page++;
    ranking().settle(nowNanos, incumbents.values(), tiers::observe);
    tiers.advance(nowNanos);
    takeInWhatCameLate(nowNanos);
    List<LabelPage.Row<T>> rows = new ArrayList<>();
    for (Incumbent<T> incumbent : incumbents.values()) {
      rows.add(new LabelPage.Row<>(incumbent.tenant, shown(incumbent)));
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
    newcomers.removeIf(newcomer -> scrapers.everybodySaw(newcomer.shownSince, nowNanos));
    arrivals.leave(roomLeft());
    return new LabelPage<>(rows, otherValues, total, status(), page, seen);
  }

  /** What stands on the page: of a newcomer nothing until all have seen that it is there. */
  private long[] shown(Incumbent<T> incumbent) {
    if (!newcomers.contains(incumbent)) {
      return incumbent.counters.sums();
    }
    if (incumbent.shownSince == 0) {
      incumbent.shownSince = page;
    }
    return new long[width];
  }

  /** How many tenants that are met for the first time may have a label: places nobody awaits. */
  private int roomLeft() {
    if (isAwaited || dropsAll()) {
      return 0;
    }
    return Math.max(0, rules.places() - rules.reserve() - incumbents.size() - changing.size());
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
    takeInArrivals(nowNanos);
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
    StripedCounters own = arrive(tenant);
    if (own != null) {
      return own;
    }
    ranking().met(tenant, weight);
    return other;
  }

  /** The counters of its own that a tenant has from now on; null if there is no room. */
  private StripedCounters arrive(T tenant) {
    if (changing.contains(tenant) || !arrivals.takePlace()) {
      return null;
    }
    StripedCounters own = new StripedCounters(width);
    StripedCounters before = labelled.putIfAbsent(tenant, own);
    if (before != null) {
      arrivals.giveBack();
      return before;
    }
    arrivals.add(tenant, own);
    return own;
  }

  private void takeInArrivals(long nowNanos) {
    arrivals.drain((tenant, counters) -> takeIn(tenant, counters, nowNanos));
  }

  /** An arrival has its place, unless that was given away in the same moment. */
  private void takeIn(T tenant, StripedCounters counters, long nowNanos) {
    boolean isFull = incumbents.size() + changing.size() >= rules.places();
    if (isFull || changing.contains(tenant) || dropsAll()) {
      labelled.remove(tenant, counters);
      departed.add(new Departed(counters, new long[width], nowNanos));
      return;
    }
    Incumbent<T> incumbent =
        new Incumbent<>(tenant, keyOf.applyAsLong(tenant), counters, LabelChange.FIRST_SEEN);
    seat(incumbent);
    if (page > 0) {
      newcomers.add(incumbent);
    }
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
          Math.min(rules.mostChanges(), rotations.allowed(rules.rotationsPerHour(), nowNanos)),
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
    rotations.took(Collections.frequency(reshuffle.leaving().values(), LabelChange.OUTWEIGHED));
    isAwaited = candidates.stream().anyMatch(one -> !reshuffle.rising().containsKey(one.tenant()));
    List<Incumbent<T>> rising = new ArrayList<>();
    reshuffle.rising().forEach((tenant, change) -> rising.add(newcomer(tenant, change)));
    Set<T> moving = new HashSet<>(reshuffle.rising().keySet());
    moving.addAll(reshuffle.leaving().keySet());
    changing = Set.copyOf(moving);
    return rising.isEmpty() && leaving.isEmpty() ? null : new LabelTurn<>(page, leaving, rising);
  }

  /** Everybody who reads regularly has seen who leaves at its last value and who rises at zero. */
  private void end(LabelTurn<T> seen) {
    for (LabelPage.Row<T> row : seen.leaving()) {
      add(departedTotal, row.values());
    }
    seen.rising().forEach(this::seat);
    changing = Set.of();
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
    newcomers.remove(incumbent);
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
