package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package share: operations, options, and reading all there is. */
final class Fixture {
  static final long NOW = 1_790_000_000_000_000L;
  static final int SEGMENT = SpoolOptions.MIN_SEGMENT_BYTES;

  private Fixture() {}

  static SpoolOptions options(Path root) {
    return new SpoolOptions(root, "node-1", 0xb007L, "orders", "0.1.0", 64L << 20, SEGMENT);
  }

  static SpoolLog log(Path root) throws IOException {
    return SpoolDirectory.logs(root).get(0);
  }

  static List<SpoolRecord> readAll(Path root) throws IOException {
    return readAll(log(root), SpoolPosition.START);
  }

  static List<SpoolRecord> readAll(SpoolLog log, SpoolPosition from) throws IOException {
    List<SpoolRecord> records = new ArrayList<>();
    try (SpoolReader reader = SpoolReader.open(log, from)) {
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  static Sample operation(String tenant) {
    return new Sample(tenant, "orders", "INSERT INTO orders VALUES (?)", "", 1);
  }

  record Sample(String tenant, String target, String statement, String error, long rows)
      implements CapturedOperation {
    @Override
    public Layer layer() {
      return Layer.JDBC;
    }

    @Override
    public OperationType operationType() {
      return OperationType.CREATE;
    }

    @Override
    public Outcome outcome() {
      return Outcome.PENDING;
    }

    @Override
    public byte[] tenantUtf8() {
      return tenant.getBytes(UTF_8);
    }

    @Override
    public byte[] actorUtf8() {
      return "alice".getBytes(UTF_8);
    }

    @Override
    public long traceIdHigh() {
      return 0x0102030405060708L;
    }

    @Override
    public long traceIdLow() {
      return -2;
    }

    @Override
    public long spanId() {
      return Long.MIN_VALUE;
    }

    @Override
    public long startEpochMicros() {
      return NOW;
    }

    @Override
    public long durationNanos() {
      return 1_234;
    }

    @Override
    public byte[] targetUtf8() {
      return target.getBytes(UTF_8);
    }

    @Override
    public byte[] statementUtf8() {
      return statement.getBytes(UTF_8);
    }

    @Override
    public int status() {
      return 599;
    }

    @Override
    public byte[] errorUtf8() {
      return error.getBytes(UTF_8);
    }

    @Override
    public long transaction() {
      return 77;
    }

    @Override
    public int ordinal() {
      return 3;
    }
  }
}
