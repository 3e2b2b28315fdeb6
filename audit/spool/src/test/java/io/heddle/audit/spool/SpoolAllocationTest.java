package io.heddle.audit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolAllocationTest {
  private static final byte[] TENANT = "tenant-1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] STATEMENT =
      "INSERT INTO orders (id, item) VALUES (?, ?)".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = {};

  @TempDir Path root;

  /** What the agent hands over: texts that were encoded once, elsewhere. */
  private static final CapturedOperation KNOWN = new Known();

  @Test
  void appendingAKnownOperationAllocatesNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SpoolOptions options = new SpoolOptions(root, "n", 1, "s", "v", 1L << 30, 64 << 20);
    try (SpoolWriter writer = SpoolWriter.open(options, () -> Fixture.NOW)) {
      append(writer, 20_000);
      long empty = threads.getCurrentThreadAllocatedBytes();
      long overhead = threads.getCurrentThreadAllocatedBytes() - empty;
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        append(writer, 10_000);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
      }

      // The least of several rounds: the JVM now and then allocates a little for its own ends.
      assertThat(least).isZero();
      assertThat(writer.statistics().lost()).isZero();
    }
  }

  private static void append(SpoolWriter writer, int count) {
    for (int i = 0; i < count; i++) {
      writer.append(KNOWN);
    }
  }

  static final class Known implements CapturedOperation {
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
      return Outcome.COMMITTED;
    }

    @Override
    public byte[] tenantUtf8() {
      return TENANT;
    }

    @Override
    public byte[] actorUtf8() {
      return NONE;
    }

    @Override
    public long traceIdHigh() {
      return 1;
    }

    @Override
    public long traceIdLow() {
      return 2;
    }

    @Override
    public long spanId() {
      return 3;
    }

    @Override
    public long startEpochMicros() {
      return 4;
    }

    @Override
    public long durationNanos() {
      return 5;
    }

    @Override
    public byte[] targetUtf8() {
      return NONE;
    }

    @Override
    public byte[] statementUtf8() {
      return STATEMENT;
    }

    @Override
    public long rows() {
      return 1;
    }

    @Override
    public int status() {
      return 0;
    }

    @Override
    public byte[] errorUtf8() {
      return NONE;
    }

    @Override
    public long transaction() {
      return 0;
    }

    @Override
    public int ordinal() {
      return 0;
    }
  }
}
