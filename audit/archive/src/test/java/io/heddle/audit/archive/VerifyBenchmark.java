package io.heddle.audit.archive;

import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Prover;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Verifies a sealed archive: every leaf, tile, root, outcome and file hash. Rates are leaves
 * (operations and outcomes) per second of processor time of the one thread that does the work. Then
 * proves records, which is measured alike.
 *
 * <p>Started as {@link ArchiveBenchmark} is: {@code VerifyBenchmark [records] [rounds]}.
 */
public final class VerifyBenchmark {
  private static final double LEAST_RECORDS_A_SECOND = 400_000;
  private static final double MOST_PROOF_MILLIS = 50;
  private static final int PROOFS = 500;

  private VerifyBenchmark() {}

  /** Prints the rates; exits with 1 if a target is missed. */
  public static void main(String[] args) throws Exception {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path home = Files.createTempDirectory("heddle-verify");
    try {
      ArchiveBenchmark.spool(home, ArchiveBenchmark.operations(records));
      ArchiveOptions options = new ArchiveOptions(5_000, records, 3_600_000);
      try (Archiver archiver = Archiver.open(home, options, ArchiveEvents.NONE)) {
        archiver.drain();
        archiver.seal();
      }
      System.exit(measure(home, records, rounds) ? 0 : 1);
    } finally {
      ArchiveBenchmark.delete(home);
    }
  }

  private static boolean measure(Path home, int records, int rounds) throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> leafRates = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      long begun = ArchiveBenchmark.cpuNanos();
      Report report = Verifier.verify(home, List.of(), null, Progress.NONE);
      double seconds = (ArchiveBenchmark.cpuNanos() - begun) / 1e9;
      if (!report.isSound() || report.operations() != records) {
        throw new IllegalStateException(report.toString());
      }
      if (round > 0) {
        rates.add(records / seconds);
        leafRates.add(report.leaves() / seconds);
      }
    }
    double rate = ArchiveBenchmark.median(rates);
    System.out.printf(
        Locale.ROOT,
        "median: %,.0f operations/s, %,.0f leaves/s (target %,.0f)%n",
        rate,
        ArchiveBenchmark.median(leafRates),
        LEAST_RECORDS_A_SECOND);
    return rate >= LEAST_RECORDS_A_SECOND & prove(home, records);
  }

  /** Each proof as the command makes it: nothing is open, nothing is remembered. */
  private static boolean prove(Path home, int records) throws Exception {
    Random random = new Random(1);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < PROOFS; i++) {
      long begun = ArchiveBenchmark.cpuNanos();
      new Prover(home).prove(random.nextInt(records)).orElseThrow();
      millis.add((ArchiveBenchmark.cpuNanos() - begun) / 1e6);
    }
    Collections.sort(millis);
    double p99 = millis.get(PROOFS * 99 / 100);
    System.out.printf(
        Locale.ROOT,
        "proof: slowest %.1f ms, median %.2f ms, p99 %.2f ms (target %.0f)%n",
        millis.get(PROOFS - 1),
        millis.get(PROOFS / 2),
        p99,
        MOST_PROOF_MILLIS);
    return p99 <= MOST_PROOF_MILLIS;
  }
}
