package io.heddle.audit.archive;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A JVM that archives and seals, telling of each step, until it is killed or nothing is left. */
final class KilledArchiver {
  private KilledArchiver() {}

  public static void main(String[] args) throws Exception {
    Random random = new Random(Long.parseLong(args[1]));
    ArchiveOptions options = new ArchiveOptions(1 + random.nextInt(100), 300, 3_600_000);
    // A clock on which a second is soon over: the ledger signs after every few batches.
    AtomicLong now = new AtomicLong(System.currentTimeMillis() * 1_000);
    try (Archiver archiver =
        Archiver.open(
            Path.of(args[0]),
            options,
            (severe, message) -> System.out.println(message),
            () -> now.addAndGet(200_000))) {
      while (archiver.drainOnce() > 0) {
        System.out.println("drained");
      }
    }
    System.out.println("done");
  }
}
