package io.heddle.sampler.labels;

import io.heddle.sampler.series.LabelSeries;
import java.time.Duration;

/**
 * What the governor goes by.
 *
 * @param budget the most label values on a page, {@code ~other} included; at least 1, with which
 *     nobody has a label
 * @param strict whether all labels are dropped while there are more tenants than the top tier's
 *     edge
 * @param incumbentAdvantage how many times the weight of a labelled tenant another must have to
 *     take its place; from 1 to 100
 * @param halfLife after which time a request weighs half; from a second to a day
 * @param errorWeight how many requests one that failed weighs; from 1 to {@link #MOST_WEIGHT}
 * @param slowWeight how many requests a slow one weighs; from 1 to {@link #MOST_WEIGHT}
 * @param slow from which duration on a request is slow; more than 0
 * @param rotationsPerHour how many labels may change hands in an hour; from 0 to {@link
 *     #MOST_ROTATIONS}, which is no bound
 * @param series what is shown of each labelled tenant beside its counters
 */
public record LabelRules(
    int budget,
    boolean strict,
    double incumbentAdvantage,
    Duration halfLife,
    int errorWeight,
    int slowWeight,
    Duration slow,
    int rotationsPerHour,
    LabelSeries series) {
  /** The most a single request may weigh. */
  public static final int MOST_WEIGHT = 100;

  /** A label costs about 1.5 KiB here, and there a series for each counter and bucket. */
  public static final int MOST_LABELS = 100_000;

  /** More labels than there may be cannot change hands with each of an hour's pages. */
  public static final int MOST_ROTATIONS = 100_000_000;

  /** One place in so many is kept free. */
  private static final int RESERVE = 40;

  /** With few labels, one in so many, up to so many: a fortieth of them would be none. */
  private static final int SMALL_RESERVE = 10;

  private static final int MOST_SMALL_RESERVE = 8;

  /** At most this part of the labels changes with a page. */
  private static final int CHANGES = 4;

  /**
   * 2,000 labels; half-life and advantage as measured in {@code sampler/RATIONALE.md}. One request
   * in ten that fails doubles a tenant's weight.
   */
  public static final LabelRules DEFAULT =
      new LabelRules(
          2_000,
          false,
          1.5,
          Duration.ofSeconds(60),
          10,
          4,
          Duration.ofSeconds(1),
          MOST_ROTATIONS,
          LabelSeries.DEFAULT);

  /**
   * @throws IllegalArgumentException saying which value is out of which range
   */
  public LabelRules {
    inRange("budget", budget, 1, MOST_LABELS);
    inRange("incumbentAdvantage", incumbentAdvantage, 1, 100);
    inRange("halfLife in seconds", halfLife.toMillis() / 1e3, 1, 86_400);
    inRange("errorWeight", errorWeight, 1, MOST_WEIGHT);
    inRange("slowWeight", slowWeight, 1, MOST_WEIGHT);
    inRange("rotationsPerHour", rotationsPerHour, 0, MOST_ROTATIONS);
    if (slow.isZero() || slow.isNegative()) {
      throw new IllegalArgumentException("slow is " + slow + "; expected more than 0");
    }
  }

  /** Whether a request that took this long is slow. */
  public boolean isSlow(long durationNanos) {
    return durationNanos >= slow.toNanos();
  }

  /** How many tenants can have a label: one value is {@code ~other}. */
  int places() {
    return budget - 1;
  }

  /** How many places are kept free, so that a newcomer need not wait for somebody to leave. */
  int reserve() {
    return Math.max(places() / RESERVE, Math.min(places() / SMALL_RESERVE, MOST_SMALL_RESERVE));
  }

  /** How many labels may change with a page. */
  int mostChanges() {
    return Math.max(1, places() / CHANGES);
  }

  /** The same with another budget. */
  public LabelRules withBudget(int labels) {
    return new LabelRules(
        labels,
        strict,
        incumbentAdvantage,
        halfLife,
        errorWeight,
        slowWeight,
        slow,
        rotationsPerHour,
        series);
  }

  private static void inRange(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; expected from " + least + " to " + most);
    }
  }
}
