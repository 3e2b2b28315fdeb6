package io.heddle.audit.archive;

import com.sun.management.OperatingSystemMXBean;
import io.heddle.audit.archive.store.RawRows;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Archiving from a spool (reading, deciding, hashing leaves, rows, tiles, signing) beside a bare
 * loop of SQLite that inserts the very same rows from memory, into the same tables, with the same
 * batch and sync level. The two take turns; medians count.
 *
 * <p>The rates are by the clock, for an archiver reads and writes on two threads: start it on an
 * idle machine with two processors. Beside them stands the processor time of all threads of the
 * process, the collector and compilers among them, which does not mind a busy machine.
 *
 * <p>Started by {@code integration-tests/bench/archive}, or with {@code [records] [rounds]}.
 */
public final class ArchiveBenchmark {
  private static final int BATCH = 5_000;
  private static final double LEAST_RATIO = 0.8;
  private static final double LEAST_RECORDS_A_SECOND = 50_000;

  /** What a piece of work took. */
  private record Effort(double seconds, double processorSeconds, double threadSeconds) {
    static Effort since(Effort begun) {
      Effort now = now();
      return new Effort(
          now.seconds - begun.seconds,
          now.processorSeconds - begun.processorSeconds,
          now.threadSeconds - begun.threadSeconds);
    }

    static Effort now() {
      OperatingSystemMXBean process =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Effort(
          System.nanoTime() / 1e9, process.getProcessCpuTime() / 1e9, cpuNanos() / 1e9);
    }
  }

  /** Archiving once: until all is signed, and the sealing behind that. */
  private record Archiving(Effort hot, Effort sealing) {}

  private final Path folder;
  private final List<SampleOperation> operations;
  private final List<Effort> bare = new ArrayList<>();
  private final List<Effort> bareMany = new ArrayList<>();
  private final List<Archiving> archive = new ArrayList<>();
  private RawRows rows;
  private double segmentBytes;

  private ArchiveBenchmark(Path folder, List<SampleOperation> operations) {
    this.folder = folder;
    this.operations = operations;
  }

  /** Prints rates and their ratios; exits with 1 if a target is missed. */
  public static void main(String[] args) throws Exception {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    // Only at the end: a file system that has just removed thousands of tiles is slow to make new.
    Path folder = Files.createTempDirectory("heddle-archive");
    boolean isMet;
    try {
      ArchiveBenchmark benchmark = new ArchiveBenchmark(folder, operations(records));
      for (int round = 0; round <= rounds; round++) {
        benchmark.round(round);
      }
      isMet = benchmark.report();
    } finally {
      delete(folder);
    }
    System.exit(isMet ? 0 : 1);
  }

  private void round(int number) throws Exception {
    Archiving archiving = archive();
    Effort inserting = bare(RawRows::insertOneByOne);
    Effort insertingMany = bare(RawRows::insertManyAtOnce);
    System.out.printf(
        Locale.ROOT,
        "%s: bare loop %,9.0f rows/s, many a statement %,9.0f   archive %,9.0f records/s, with"
            + " sealing %,9.0f%n",
        number == 0 ? "warm-up" : "round " + number,
        rate(inserting.seconds),
        rate(insertingMany.seconds),
        rate(archiving.hot.seconds),
        rate(archiving.hot.seconds + archiving.sealing.seconds));
    if (number > 0) {
      archive.add(archiving);
      bare.add(inserting);
      bareMany.add(insertingMany);
    }
  }

  private boolean report() {
    double[] bareRates = rates(bare);
    double[] bareManyRates = rates(bareMany);
    double[] hotRates = rates(archive.stream().map(Archiving::hot).toList());
    double sealedRate =
        median(archive.stream().map(a -> rate(a.hot.seconds + a.sealing.seconds)).toList());
    double sealedProcessorRate =
        median(
            archive.stream()
                .map(a -> rate(a.hot.processorSeconds + a.sealing.processorSeconds))
                .toList());
    System.out.printf(
        "%n%-38s %12s %12s %12s%n", "records/s, medians", "clock", "processor", "writer");
    line("bare loop, a statement a row", bareRates);
    line("bare loop, the archiver's statements", bareManyRates);
    line("archive", hotRates);
    ratio("ratio to a statement a row", hotRates, bareRates, LEAST_RATIO);
    ratio("ratio to the archiver's statements", hotRates, bareManyRates, LEAST_RATIO);
    System.out.printf(
        Locale.ROOT,
        "%-38s %,12.0f %,12.0f %12s   target %,.0f%n",
        "archive, sealing and indices included",
        sealedRate,
        sealedProcessorRate,
        "",
        LEAST_RECORDS_A_SECOND);
    System.out.printf(
        Locale.ROOT, "%.1f bytes a record in a sealed segment%n", segmentBytes / operations.size());
    return hotRates[0] / bareRates[0] >= LEAST_RATIO && sealedRate >= LEAST_RECORDS_A_SECOND;
  }

  private static void line(String what, double[] rates) {
    System.out.printf(
        Locale.ROOT, "%-38s %,12.0f %,12.0f %,12.0f%n", what, rates[0], rates[1], rates[2]);
  }

  private static void ratio(String what, double[] rates, double[] to, double target) {
    System.out.printf(
        Locale.ROOT,
        "%-38s %12.2f %12.2f %12.2f   target %.2f%n",
        what,
        rates[0] / to[0],
        rates[1] / to[1],
        rates[2] / to[2],
        target);
  }

  private double[] rates(List<Effort> efforts) {
    return new double[] {
      median(efforts.stream().map(effort -> rate(effort.seconds)).toList()),
      median(efforts.stream().map(effort -> rate(effort.processorSeconds)).toList()),
      median(efforts.stream().map(effort -> rate(effort.threadSeconds)).toList())
    };
  }

  private double rate(double seconds) {
    return operations.size() / seconds;
  }

  /**
   * Three writes a transaction and a trace, with Heddle's own trace IDs (seconds, tenant's tag,
   * random); 300 tenants by Zipf, 40 statements, 1,000 users.
   */
  static List<SampleOperation> operations(int count) {
    Random random = new Random(1);
    List<SampleOperation> operations = new ArrayList<>(count);
    long start = Captured.START;
    int tenant = 0;
    String actor = "";
    long traceLow = 0;
    for (int i = 0; i < count; i++) {
      start += random.nextInt(200);
      if (i % 3 == 0) {
        tenant = (int) (300 * Math.pow(random.nextDouble(), 3));
        actor = "user-" + random.nextInt(1_000);
        traceLow = random.nextLong();
      }
      int statement = random.nextInt(40);
      String table = "order_items_" + statement % 12;
      operations.add(
          SampleOperation.insertBy("")
              .of(Layer.JDBC, OperationType.CREATE, Outcome.PENDING)
              .by("tenant-" + tenant, actor)
              .in(
                  start / 1_000_000 << 32 | tenant * 0x9E37_79B9L & 0xffff_ffffL,
                  traceLow,
                  random.nextLong())
              .at(start - random.nextInt(5_000), random.nextInt(1_000_000))
              .saying(
                  table,
                  "INSERT INTO "
                      + table
                      + " (id, tenant, amount, note"
                      + statement
                      + ") VALUES (?, ?)",
                  "")
              .within(i / 3 + 1, i % 3));
    }
    return operations;
  }

  private Archiving archive() throws Exception {
    Path path = Files.createTempDirectory(folder, "home");
    ArchiveHome home = new ArchiveHome(path);
    try {
      spool(path, operations);
      ArchiveOptions options = new ArchiveOptions(BATCH, Integer.MAX_VALUE, 3_600_000);
      try (Archiver archiver = Archiver.open(path, options, ArchiveEvents.NONE)) {
        Effort begun = Effort.now();
        archiver.drain();
        archiver.sign();
        Effort hot = Effort.since(begun);
        if (archiver.progress().recordsArchived() != operations.size()) {
          throw new IllegalStateException(archiver.progress().toString());
        }
        if (rows == null) {
          rows = RawRows.of(home.hot());
        }
        begun = Effort.now();
        archiver.seal();
        Effort sealing = Effort.since(begun);
        segmentBytes = Files.size(home.segment(1));
        return new Archiving(hot, sealing);
      }
    } finally {
      Files.deleteIfExists(home.hot());
      Files.deleteIfExists(home.segment(1));
    }
  }

  static void spool(Path home, List<SampleOperation> operations) throws IOException {
    SpoolOptions options =
        new SpoolOptions(home.resolve("spool"), "bench", 1, "orders", "1", 4L << 30, 256 << 20);
    try (SpoolWriter writer = SpoolWriter.open(options, () -> Captured.START)) {
      for (SampleOperation operation : operations) {
        while (!writer.append(operation)) {
          Thread.onSpinWait(); // the next segment is being written
        }
        if (operation.ordinal() == 2) {
          Outcome outcome =
              operation.transaction() % 10 == 0 ? Outcome.ROLLED_BACK : Outcome.COMMITTED;
          while (!writer.appendOutcome(operation.transaction(), 0, 3, outcome, Captured.START)) {
            Thread.onSpinWait();
          }
        }
      }
    }
  }

  private interface Loop {
    void run(RawRows rows, Connection file, int batch) throws SQLException;
  }

  private Effort bare(Loop loop) throws Exception {
    Path path = Files.createTempDirectory(folder, "bare").resolve("bare.db");
    try (Connection file = RawRows.emptyFile(path)) {
      Effort begun = Effort.now();
      loop.run(rows, file, BATCH);
      return Effort.since(begun);
    } finally {
      Files.delete(path);
    }
  }

  /** Processor time, because a machine that does other things as well tells no other truth. */
  static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static double median(List<Double> rates) {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
