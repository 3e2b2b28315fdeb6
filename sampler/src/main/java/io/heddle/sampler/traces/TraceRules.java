package io.heddle.sampler.traces;

import java.time.Duration;

/**
 * How many traces are kept, and whose.
 *
 * @param tracesPerSecond the budget of this process, promoted traces included; from 0, with which
 *     nothing is kept, to {@link #MOST_TRACES_PER_SECOND}
 * @param certaintyShare the share of the budget that first traces may take: those of tenants that
 *     have had none for {@link #FRESHNESS}, kept with certainty and weight 1; from 0 to 1
 * @param power how the rest is divided: each tenant gets its rate of traces to this power; 0 gives
 *     everybody the same, 1 everybody the same fraction
 * @param unknownShare the share of the budget that unknown and new tenants have together; from 0 to
 *     1
 * @param fractions the most of all traces that may be kept in each tier
 * @param slow from which duration on a request is kept for being slow; more than 0
 * @param promotedPerSecond the part of the budget that failed and slow requests may take; it is at
 *     most the budget, and what is beyond it counts as that
 */
public record TraceRules(
    double tracesPerSecond,
    double certaintyShare,
    double power,
    double unknownShare,
    TierFractions fractions,
    Duration slow,
    double promotedPerSecond) {
  /** As many as nobody can pay for; it keeps the arithmetic far from its edges. */
  public static final double MOST_TRACES_PER_SECOND = 1_000_000;

  /**
   * How long a tenant may go without a trace before its next one is kept with certainty: less than
   * the minute in which everybody shall be seen, because the next one has yet to come.
   */
  public static final Duration FRESHNESS = Duration.ofSeconds(30);

  /** 100 traces a second, 20 of them for failures; slow is a second. */
  public static final TraceRules DEFAULT =
      new TraceRules(100, 0.85, 0.6, 0.2, TierFractions.DEFAULT, Duration.ofSeconds(1), 20);

  /**
   * @throws IllegalArgumentException saying which value is out of which range
   */
  public TraceRules {
    Ranges.check("tracesPerSecond", tracesPerSecond, 0, MOST_TRACES_PER_SECOND);
    Ranges.share("certaintyShare", certaintyShare);
    Ranges.share("power", power);
    Ranges.share("unknownShare", unknownShare);
    if (fractions == null) {
      throw new IllegalArgumentException("fractions are missing");
    }
    if (slow == null || slow.isNegative() || slow.isZero() || slow.toDays() > 1) {
      throw new IllegalArgumentException(
          "slow is " + slow + "; expected more than 0 and at most 24 hours");
    }
    Ranges.check("promotedPerSecond", promotedPerSecond, 0, MOST_TRACES_PER_SECOND);
  }

  /** These rules with another budget, of which failures may take the same part. */
  public TraceRules withBudget(double perSecond) {
    double promoted =
        tracesPerSecond == 0
            ? perSecond * DEFAULT.promotedPerSecond / DEFAULT.tracesPerSecond
            : perSecond * promotedPerSecond / tracesPerSecond;
    return new TraceRules(
        perSecond,
        certaintyShare,
        power,
        unknownShare,
        fractions,
        slow,
        Math.min(promoted, MOST_TRACES_PER_SECOND));
  }
}
