package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Captured;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.store.SyntheticArchive;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What questions take, warm and inside one process, over ten segments of a million records: by
 * trace, and a tenant's newest hundred of an hour; and what it takes to open a hundred segments.
 * The targets are held against the thread's processor time: everything is in memory, and a machine
 * that does other things as well tells no other truth.
 *
 * <p>Started by {@code integration-tests/bench/archive}, or with {@code [records a segment]
 * [questions]}.
 */
public final class QueryBenchmark {
  private static final int SEGMENTS = 10;
  private static final int SMALL_SEGMENTS = 100;
  private static final int OPENINGS = 40;
  private static final double MOST_TRACE_MILLIS = 1;
  private static final double MOST_TENANT_MILLIS = 5;
  private static final double MOST_OPENING_MILLIS = 100;

  private static boolean isMissed;

  private QueryBenchmark() {}

  /** Prints medians and 99th percentiles; exits with 1 if a target is missed. */
  public static void main(String[] args) throws Exception {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int questions = args.length > 1 ? Integer.parseInt(args[1]) : 5_000;
    Path path = Files.createTempDirectory("heddle-queries");
    try {
      ArchiveHome home = new ArchiveHome(path.resolve("large"));
      SyntheticArchive.make(home, SEGMENTS, records);
      size(home, (long) SEGMENTS * records);
      ask(home, records, questions);
      open(new ArchiveHome(path.resolve("many")));
    } finally {
      delete(path);
    }
    System.exit(isMissed ? 1 : 0);
  }

  private static void size(ArchiveHome home, long records) throws Exception {
    long bytes = 0;
    for (long number : home.segments()) {
      bytes += Files.size(home.segment(number));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d records in %d segments: %.1f bytes a record, indices included%n",
        records,
        SEGMENTS,
        (double) bytes / records);
  }

  private static void ask(ArchiveHome home, int records, int questions) throws Exception {
    List<String> traces = traces(home, records, questions);
    Random random = new Random(3);
    Timings byTrace = new Timings(questions);
    Timings byTenant = new Timings(questions);
    try (ArchiveReader reader = new ArchiveReader(home.path())) {
      for (int round = 0; round < 2; round++) { // the first warms
        for (int i = 0; i < questions; i++) {
          String trace = traces.get(i);
          byTrace.put(i, () -> ask(reader, AuditQuery.trace(trace), 3));
          byTenant.put(i, () -> ask(reader, newestOfAnHour(random), 100));
        }
      }
    }
    report("by trace ID", byTrace, MOST_TRACE_MILLIS);
    report("tenant, one hour, newest 100", byTenant, MOST_TENANT_MILLIS);
  }

  private static AuditQuery newestOfAnHour(Random random) {
    long from = Captured.START + random.nextInt(SEGMENTS) * SyntheticArchive.HOUR_MICROS;
    return new AuditQuery(
        List.of("tenant-" + random.nextInt(100)),
        "",
        from,
        from + SyntheticArchive.HOUR_MICROS,
        Set.of(),
        Set.of(),
        Set.of(),
        "",
        "",
        true,
        100);
  }

  private static void ask(ArchiveReader reader, AuditQuery query, long expected) throws Exception {
    long answers = reader.answer(query, operation -> true);
    if (answers != expected) {
      throw new IllegalStateException(answers + " answers to " + query);
    }
  }

  /** Traces of records anywhere. */
  private static List<String> traces(ArchiveHome home, int records, int count) throws Exception {
    List<String> traces = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < SEGMENTS; i++) {
      try (Connection segment = Sqlite.sealed(home.segment(i + 1));
          Statement statement = segment.createStatement()) {
        for (int j = 0; j < (count + SEGMENTS - 1) / SEGMENTS; j++) {
          // The last trace of a segment may be incomplete.
          long seq = (long) i * records + 1 + random.nextInt(records - 3);
          try (ResultSet row =
              statement.executeQuery(
                  "SELECT printf('%016x%016x', trace_high, trace_low) FROM entry"
                      + " WHERE log = 1 AND seq = "
                      + seq)) {
            traces.add(row.getString(1));
          }
        }
      }
    }
    Collections.shuffle(traces, random);
    return traces;
  }

  private static void open(ArchiveHome home) throws Exception {
    SyntheticArchive.make(home, SMALL_SEGMENTS, 1_000);
    Timings opening = new Timings(OPENINGS);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < OPENINGS; i++) {
        opening.put(
            i,
            () -> {
              try (ArchiveReader reader = new ArchiveReader(home.path())) {
                ask(reader, AuditQuery.trace("0".repeat(32)), 0);
              }
            });
      }
    }
    report("opening and asking 100 segments", opening, MOST_OPENING_MILLIS);
  }

  private static void report(String what, Timings timings, double most) {
    System.out.printf(
        Locale.ROOT,
        "%-32s time p50 %7.3f p99 %7.3f ms   processor p50 %7.3f p99 %7.3f ms   target %.0f ms%n",
        what,
        Timings.percentile(timings.time, 50),
        Timings.percentile(timings.time, 99),
        Timings.percentile(timings.processor, 50),
        Timings.percentile(timings.processor, 99),
        most);
    isMissed |= Timings.percentile(timings.processor, 99) > most;
  }

  /** How long things took, in milliseconds: by the clock, and on the processor. */
  private static final class Timings {
    private final double[] time;
    private final double[] processor;

    Timings(int count) {
      time = new double[count];
      processor = new double[count];
    }

    void put(int i, Callable callable) throws Exception {
      long begun = System.nanoTime();
      long begunProcessor = processorNanos();
      callable.call();
      processor[i] = (processorNanos() - begunProcessor) / 1e6;
      time[i] = (System.nanoTime() - begun) / 1e6;
    }

    static double percentile(double[] millis, int percent) {
      double[] sorted = millis.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length * percent / 100];
    }

    private static long processorNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  private interface Callable {
    void call() throws Exception;
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
