package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * What sealing costs the thread that records, in nanoseconds of processor time: the machine may be
 * busy. Prints the least of several rounds.
 *
 * <p>{@code java -cp target/test-classes:target/classes
 * io.heddle.audit.spool.privacy.SealingBenchmark}
 */
final class SealingBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 15;
  private static final int SEALS = 100_000;

  private SealingBenchmark() {}

  /** What is timed. */
  private interface Work {
    void run(int round);
  }

  public static void main(String[] arguments) throws PrivacyException {
    TenantKeys keys = keys();
    RecordBinding of = new RecordBinding(1, 2);
    for (int size : new int[] {64, 512, 4_096}) {
      byte[] detail = "x".repeat(size).getBytes(US_ASCII);
      print("seal " + size + " bytes", SEALS, i -> keys.seal("acme", of, detail).value());
    }
    print("make and wrap a tenant's key", 2_000, i -> keys().key("t" + i));
  }

  private static TenantKeys keys() {
    try {
      MasterKey master = MasterKey.of(new byte[MasterKey.BYTES]);
      return new TenantKeys(master, "node", 1, 1_000_000, Erasures.NONE, key -> true, () -> 0);
    } catch (PrivacyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void print(String what, int times, Work work) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        work.run(i);
      }
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
    }
    System.out.printf(Locale.ROOT, "%-32s %,8d ns%n", what, least / times);
  }
}
