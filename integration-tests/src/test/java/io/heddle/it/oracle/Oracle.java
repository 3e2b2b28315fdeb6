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

  /** Runs until one of the limits is reached. */
  Tally run(Jdk jdk, Path folder, int histories, long seconds)
      throws IOException, InterruptedException {
    try (Subject subject = Subject.start(driver, jdk, folder, blamesUnknown)) {
      long began = System.nanoTime();
      long told = began;
      Round round = next(0, histories);
      subject.ask(round);
      while (round != null) {
        boolean isOver = System.nanoTime() - began > seconds * 1_000_000_000L;
        int asked = tally.histories() + round.requests().size();
        Round following = isOver ? null : next(asked, histories);
        if (following != null) {
          subject.ask(following);
        }
        List<Judged> judged = subject.judge(round);
        judged.forEach(tally::add);
        List<Judged> wrong = judged.stream().filter(this::isOfInterest).toList();
        if (!wrong.isEmpty()) {
          if (following != null) {
            // What shrinks runs in rounds of its own: the one that was asked for comes first.
            List<Judged> more = subject.judge(following);
            more.forEach(tally::add);
            following = next(tally.histories(), histories);
          }
          shrink(subject, wrong);
          if (following != null) {
            subject.ask(following);
          }
        }
        if (System.nanoTime() - told > PROGRESS_NANOS) {
          told = System.nanoTime();
          out.accept(line(began));
        }
        round = following;
      }
      out.accept(line(began));
    }
    return tally;
  }

  private Round next(int done, int histories) {
    int count = Math.min(roundSize, histories - done);
    return count <= 0 ? null : Round.of(firstSeed + done, count);
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

  private String line(long began) {
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
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (tally.faults(kind) > 0) {
        text.append("; ").append(kind).append(' ').append(tally.faults(kind));
      }
    }
    return text.toString();
  }
}
