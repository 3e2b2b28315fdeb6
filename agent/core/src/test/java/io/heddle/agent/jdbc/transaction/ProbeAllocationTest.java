package io.heddle.agent.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.agent.jdbc.transaction.ProbedConnections.Probed;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asking a driver for its state, twice a statement, makes no garbage. */
class ProbeAllocationTest {
  private static final int READINGS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void aReadingAllocatesNothing(ProbedConnections kind) throws Throwable {
    Probed probed = kind.open();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < READINGS; i++) {
        probed.read();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    probed.close();
    assertThat(least).isLessThan(READINGS); // the counter's own few bytes, not one a reading
  }
}
