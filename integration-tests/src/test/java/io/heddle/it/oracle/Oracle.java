package io.heddle.it.oracle;

import io.heddle.it.harness.Jdk;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.oracle.driver.Driver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs histories of one driver, judges them, and shrinks those whose records are wrong. */
final class Oracle {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  private final Driver driver;
  private final long firstSeed;
  private final int roundSize;
  private final int mostShrunk;
  private final boolean blamesUnknown;
  private final Consumer<String> out;
  private final Tally tally = new Tally();
  private long began;
  private long told;
  private long mostNanos;
  private int mostHistories;

  /** How many histories have been asked for, those left out included. */
  private int asked;

  /** How many were not judged, because the driver did not return. */
  private int leftOut;

  private final Map<String, Integer> signatures = new HashMap<>();
  private final Map<Fault.Kind, Integer> shrunk = new EnumMap<>(Fault.Kind.class);

  /**
   * @param firstSeed of the first history; each has the next one
   * @param roundSize how many histories the tables are compared after
   * @param mostShrunk how many wrong histories of each kind are shrunk; more are only counted
   * @param blamesUnknown whether UNKNOWN is a fault where nothing has failed
   * @param out takes findings and progress
   */
  Oracle(
      Driver driver,
      long firstSeed,
      int roundSize,
      int mostShrunk,
      boolean blamesUnknown,
      Consumer<String> out) {
    this.driver = driver;
    this.firstSeed = firstSeed;
    this.roundSize = Math.min(roundSize, Round.MOST);
    this.mostShrunk = mostShrunk;
    this.blamesUnknown = blamesUnknown;
    this.out = out;
  }

  /**
   * Runs until one of the limits is reached. A driver that does not return costs the rounds that
   * were asked for, which are counted and left out, and a new application goes on behind them.
   */
  Tally run(Jdk jdk, Path folder, int histories, long seconds)
      throws IOException, InterruptedException {
    began = System.nanoTime();
    told = began;
    mostHistories = histories;
    mostNanos = seconds * 1_000_000_000L;
    for (int application = 0; application == 0 || hasNext(); application++) {
      Path own = application == 0 ? folder : folder.resolve("after-" + asked);
      try (Subject subject = Subject.start(driver, jdk, own, blamesUnknown)) {
        run(subject);
      } catch (StuckException stuck) {
        if (stuck.isOfAgent()) {
          throw new IOException(stuck.getMessage() + ":\n" + stuck.where(), stuck);
        }
        leftOut = asked - tally.histories();
        out.accept(
            driver.name() + " does not return, left out up to seed " + (firstSeed + asked) + ":");
        out.accept(stuck.where());
      }
    }
    out.accept(line());
    return tally;
  }

  private void run(Subject subject) throws IOException {
    Round round = ask(subject);
    while (round != null) {
      Round following = ask(subject);
      List<Judged> wrong = judge(subject, round);
      if (!wrong.isEmpty()) {
        if (following != null) {
          // What shrinks runs in rounds of its own: the one that was asked for comes first.
          judge(subject, following);
        }
        shrink(subject, wrong);
        following = ask(subject);
      }
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        out.accept(line());
      }
      round = following;
    }
  }

  /** Asks for the next round; null if a limit is reached. */
  private Round ask(Subject subject) throws IOException {
    if (!hasNext()) {
      return null;
    }
    Round round = Round.of(firstSeed + asked, Math.min(roundSize, mostHistories - asked));
    subject.ask(round);
    asked += round.requests().size();
    return round;
  }

  private boolean hasNext() {
    return asked < mostHistories && System.nanoTime() - began <= mostNanos;
  }

  /** Counts what came of a round; those of its histories that are still to be shrunk. */
  private List<Judged> judge(Subject subject, Round round) throws IOException {
    List<Judged> judged = subject.judge(round);
    judged.forEach(tally::add);
    return judged.stream().filter(this::isOfInterest).toList();
  }

  private void shrink(Subject subject, List<Judged> wrong) throws IOException {
    Shrinker shrinker = new Shrinker(subject);
    for (Judged one : wrong) {
      if (shrunk.merge(one.worst(), 1, Integer::sum) > mostShrunk) {
        continue;
      }
      Finding finding = shrinker.shrink(driver, one);
      if (signatures.merge(finding.signature(), 1, Integer::sum) == 1) {
        out.accept(finding.shown());
      }
    }
  }

  /** Whether a fault of its kind is still to be shrunk. */
  private boolean isOfInterest(Judged judged) {
    return !judged.faults().isEmpty() && shrunk.getOrDefault(judged.worst(), 0) < mostShrunk;
  }

  private String line() {
    double seconds = (System.nanoTime() - began) / 1e9;
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d histories, %.0f a second; UNKNOWN %d of %d (%.3f %%), with failures %d of %d",
            driver.name(),
            tally.histories(),
            tally.histories() / seconds,
            tally.unknown(),
            tally.claims(),
            100.0 * tally.unknown() / Math.max(1, tally.claims()),
            tally.unknownWithFailures(),
            tally.claimsWithFailures()));
    if (leftOut > 0) {
      text.append("; left out ").append(leftOut);
    }
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (tally.faults(kind) > 0) {
        text.append("; ").append(kind).append(' ').append(tally.faults(kind));
      }
    }
    return text.toString();
  }
}
