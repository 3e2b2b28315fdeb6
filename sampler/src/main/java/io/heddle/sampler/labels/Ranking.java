package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What everybody weighs of late: the labelled by their own exact counters, the others by a sketch
 * of what is left of the stream without the labelled.
 *
 * <p>{@link #met} is for any thread; all else is guarded by the lock of {@link TenantCounters}.
 */
final class Ranking<T> {
  /**
   * As in the measurements of {@code sampler/RATIONALE.md}: twice the default budget by name, and
   * cells enough that a hundred thousand tenants seldom share one with somebody heavy.
   */
  private static final int COUNTERS = 4_000;

  private static final int CELLS = 65_536;

  /** Summing the counters of every label is a tenth of a millisecond's work. */
  private static final long WEIGH_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ToLongFunction<T> keyOf;
  private final ToLongFunction<StripedCounters> weightOf;
  private final SeenBuffer<T> seen = new SeenBuffer<>();
  private final HeavyHitters<T> sketch = new HeavyHitters<>(COUNTERS, CELLS);
  private final ForwardDecay decay;
  private long weighedNanos;

  /** What one request weighed when the labelled were last looked at. */
  private double weighedFactor = 1;

  private double unlabelled;
  private double labelled;
  private long dropped;

  Ranking(
      ToLongFunction<T> keyOf,
      ToLongFunction<StripedCounters> weightOf,
      long halfLifeNanos,
      long nowNanos) {
    this.keyOf = keyOf;
    this.weightOf = weightOf;
    this.decay = new ForwardDecay(halfLifeNanos, nowNanos);
    this.weighedNanos = nowNanos;
  }

  /** An unlabelled tenant was met; any thread, no waiting. */
  void met(T tenant, int weight) {
    seen.offer(tenant, weight);
  }

  /**
   * Takes in what was met, and now and then what the labelled have counted.
   *
   * @param active told the key of each labelled tenant that was met since the last time
   */
  void advance(long nowNanos, Collection<Incumbent<T>> incumbents, LongConsumer active) {
    takeIn(nowNanos);
    if (nowNanos - weighedNanos >= WEIGH_EVERY_NANOS) {
      weigh(nowNanos, incumbents, active);
    }
  }

  /** Brings all weights up to now; {@code active} as in {@link #advance}. */
  void settle(long nowNanos, Collection<Incumbent<T>> incumbents, LongConsumer active) {
    takeIn(nowNanos);
    weigh(nowNanos, incumbents, active);
  }

  private void takeIn(long nowNanos) {
    // When something was met is known to lie between two looks, and so is what it weighs.
    double earliest = decay.factor();
    decay.advance(nowNanos);
    double latest = decay.factor();
    dropped +=
        seen.drain(
            (tenant, weight) -> {
              sketch.add(
                  tenant, keyOf.applyAsLong(tenant), weight * latest, weight * (latest - earliest));
              unlabelled += weight * latest;
            });
  }

  private void weigh(long nowNanos, Collection<Incumbent<T>> incumbents, LongConsumer active) {
    weighedNanos = nowNanos;
    double latest = decay.factor();
    for (Incumbent<T> incumbent : incumbents) {
      double before = incumbent.most;
      if (incumbent.weigh(weightOf.applyAsLong(incumbent.counters), weighedFactor, latest)) {
        active.accept(incumbent.key);
      }
      labelled += incumbent.most - before;
    }
    weighedFactor = latest;
    if (decay.mustRebase()) {
      scale(decay.rebase(), incumbents);
    }
  }

  void changeHalfLife(long nanos, Collection<Incumbent<T>> incumbents) {
    scale(decay.rebase(nanos), incumbents);
  }

  /** Who has no label and how much they weigh, heaviest first. */
  List<Candidate<T>> candidates(Predicate<T> isLabelled) {
    List<Candidate<T>> candidates = new ArrayList<>();
    sketch.forEach(
        (tenant, key, count, error) -> {
          if (!isLabelled.test(tenant)) {
            candidates.add(new Candidate<>(tenant, key, count - error, count));
          }
        });
    candidates.sort(Succession.heaviestFirst());
    return candidates;
  }

  /** From now on the tenant is weighed by its own counters. */
  void rises(Incumbent<T> incumbent) {
    incumbent.most = sketch.most(incumbent.key);
    incumbent.least = sketch.least(incumbent.key);
    sketch.remove(incumbent.key);
  }

  /** From now on the tenant is ranked by the sketch again. */
  void leaves(Incumbent<T> incumbent) {
    if (incumbent.most > 0) {
      sketch.put(incumbent.tenant, incumbent.key, incumbent.most, incumbent.most - incumbent.least);
    }
  }

  double most(long key) {
    return sketch.most(key);
  }

  double least(long key) {
    return sketch.least(key);
  }

  /** What one request weighs now; whatever is asked of this class is in multiples of it. */
  double unit() {
    return decay.factor();
  }

  /** The share of all weight that has no label of its own, from 0 to 1. */
  double unlabelledShare() {
    double all = unlabelled + labelled;
    return all == 0 ? 0 : unlabelled / all;
  }

  /** The most that any unlabelled tenant can weigh. */
  double mostUnlabelled(List<Candidate<T>> candidates) {
    double most = sketch.mostUnnamed();
    for (Candidate<T> candidate : candidates) {
      most = Math.max(most, candidate.most());
    }
    return most;
  }

  /** Requests of unlabelled tenants that were counted but came too fast to be ranked. */
  long dropped() {
    return dropped;
  }

  private void scale(double factor, Collection<Incumbent<T>> incumbents) {
    sketch.scale(factor);
    weighedFactor *= factor;
    unlabelled *= factor;
    labelled *= factor;
    for (Incumbent<T> incumbent : incumbents) {
      incumbent.scale(factor);
    }
  }
}
