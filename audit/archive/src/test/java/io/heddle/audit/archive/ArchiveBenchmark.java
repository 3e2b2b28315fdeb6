package io.heddle.audit.archive;

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
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Archiving from a spool, with transactions decided and everything sealed and indexed, against a
 * bare SQLite loop that inserts the same rows, from memory, into one table with its key alone, with
 * the same sync level and batch. The two take turns; the ratio of the medians counts. Rates are per
 * second of processor time of the one thread that does the work.
 *
 * <pre>
 * mvn -q -pl audit/archive -am test-compile -DskipTests dependency:build-classpath \
 *   -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test
 * taskset -c 0 java -cp audit/archive/target/test-classes:audit/archive/target/classes:\
 * audit/spool/target/classes:$(cat audit/archive/target/classpath) \
 *   io.heddle.audit.archive.ArchiveBenchmark [records] [rounds]
 * </pre>
 */
public final class ArchiveBenchmark {
  private static final int BATCH = 5_000;
  private static final double LEAST_RATIO = 0.6;
  private static final double LEAST_RECORDS_A_SECOND = 50_000;

  private ArchiveBenchmark() {}

  /** Prints both rates and their ratio; exits with 1 if a target is missed. */
  public static void main(String[] args) throws Exception {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    List<SampleOperation> operations = operations(records);
    List<Double> bare = new ArrayList<>();
    List<Double> archive = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double bareRate = records / bare(operations);
      double archiveRate = records / archive(operations);
      System.out.printf(
          Locale.ROOT,
          "%s: bare loop %,9.0f rows/s   archive %,9.0f records/s   %.2f%n",
          round == 0 ? "warm-up" : "round " + round,
          bareRate,
          archiveRate,
          archiveRate / bareRate);
      if (round > 0) {
        bare.add(bareRate);
        archive.add(archiveRate);
      }
    }
    double ratio = median(archive) / median(bare);
    System.out.printf(
        Locale.ROOT,
        "median: bare loop %,.0f rows/s, archive %,.0f records/s, ratio %.2f (target %.2f)%n",
        median(bare),
        median(archive),
        ratio,
        LEAST_RATIO);
    boolean isMet = ratio >= LEAST_RATIO && median(archive) >= LEAST_RECORDS_A_SECOND;
    System.exit(isMet ? 0 : 1);
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

  private static double archive(List<SampleOperation> operations) throws Exception {
    Path home = Files.createTempDirectory("heddle-archive");
    try {
      spool(home, operations);
      ArchiveOptions options = new ArchiveOptions(BATCH, operations.size(), 3_600_000);
      long begun = cpuNanos();
      try (Archiver archiver = Archiver.open(home, options, ArchiveEvents.NONE)) {
        archiver.drain();
        archiver.seal();
        if (archiver.progress().recordsArchived() != operations.size()) {
          throw new IllegalStateException(archiver.progress().toString());
        }
      }
      return (cpuNanos() - begun) / 1e9;
    } finally {
      delete(home);
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

  private static double bare(List<SampleOperation> operations) throws Exception {
    Path folder = Files.createTempDirectory("heddle-bare");
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"))) {
      long begun = cpuNanos();
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = NORMAL");
        statement.execute("PRAGMA cache_size = -65536");
        statement.execute(
            "CREATE TABLE operation (log INTEGER, seq INTEGER, layer INTEGER, type INTEGER,"
                + " outcome INTEGER, tenant TEXT, actor TEXT, trace_high INTEGER,"
                + " trace_low INTEGER, span INTEGER, start_micros INTEGER, duration_nanos INTEGER,"
                + " target TEXT, statement TEXT, row_count INTEGER, status INTEGER, error TEXT,"
                + " txn INTEGER, ordinal INTEGER, truncated INTEGER, PRIMARY KEY (log, seq))"
                + " STRICT, WITHOUT ROWID");
      }
      connection.setAutoCommit(false);
      insert(connection, operations);
      return (cpuNanos() - begun) / 1e9;
    } finally {
      delete(folder);
    }
  }

  private static void insert(Connection connection, List<SampleOperation> operations)
      throws SQLException {
    String marks = "?, ".repeat(19) + "?";
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO operation VALUES (" + marks + ")")) {
      int seq = 0;
      for (SampleOperation operation : operations) {
        seq++;
        insert.setLong(1, 1);
        insert.setLong(2, seq);
        insert.setInt(3, operation.layer().code());
        insert.setInt(4, operation.operationType().code());
        insert.setInt(5, Outcome.COMMITTED.code());
        insert.setString(6, operation.tenant());
        insert.setString(7, operation.actor());
        insert.setLong(8, operation.traceIdHigh());
        insert.setLong(9, operation.traceIdLow());
        insert.setLong(10, operation.spanId());
        insert.setLong(11, operation.startEpochMicros());
        insert.setLong(12, operation.durationNanos());
        insert.setString(13, operation.target());
        insert.setString(14, operation.statement());
        insert.setLong(15, operation.rows());
        insert.setInt(16, operation.status());
        insert.setString(17, operation.error());
        insert.setLong(18, operation.transaction());
        insert.setInt(19, operation.ordinal());
        insert.setInt(20, 0);
        insert.addBatch();
        if (seq % BATCH == 0) {
          insert.executeBatch();
          connection.commit();
        }
      }
      insert.executeBatch();
      connection.commit();
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
