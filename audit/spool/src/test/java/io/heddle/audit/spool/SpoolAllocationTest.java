package io.heddle.audit.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolAllocationTest {
  @TempDir Path root;

  @Test
  void appendingAKnownOperationAllocatesNothing() throws IOException {
    assertThat(allocatedBytes(known())).isZero();
  }

  @Test
  void appendingItsExtrasAllocatesNothingEither() throws IOException {
    byte[] block = OperationExtras.with(new byte[0], OperationExtras.PAYLOAD_DIGEST, new byte[42]);
    byte[] extras = OperationExtras.with(block, OperationExtras.CLOCK_INTERVAL, new byte[9]);
    assertThat(allocatedBytes(known().with(extras))).isZero();
  }

  /** What the agent hands over: texts that were encoded once, elsewhere. */
  static SampleOperation known() {
    return SampleOperation.insertBy("tenant-1")
        .saying("", "INSERT INTO orders (id, item) VALUES (?, ?)", "");
  }

  private long allocatedBytes(CapturedOperation operation) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SpoolOptions options = new SpoolOptions(root, "n", 1, "s", "v", 1L << 30, 64 << 20);
    try (SpoolWriter writer = SpoolWriter.open(options, () -> Fixture.NOW)) {
      append(writer, operation, 20_000);
      long empty = threads.getCurrentThreadAllocatedBytes();
      long overhead = threads.getCurrentThreadAllocatedBytes() - empty;
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        append(writer, operation, 10_000);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - overhead);
      }

      assertThat(writer.statistics().lost()).isZero();
      // The least of several rounds: the JVM now and then allocates a little for its own ends.
      return least;
    }
  }

  private static void append(SpoolWriter writer, CapturedOperation operation, int count) {
    for (int i = 0; i < count; i++) {
      writer.append(operation);
    }
  }
}
