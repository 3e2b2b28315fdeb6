package io.heddle.it.oracle;

import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.Damage;
import io.heddle.audit.spool.SpoolRecord.LossRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.it.harness.Eventually;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The records of the application's JVM, read while it runs, round by round. */
final class Spool implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SpoolReader reader;

  private Spool(SpoolReader reader) {
    this.reader = reader;
  }

  /** Waits until the agent has begun to write below {@code root}. */
  static Spool of(Path root) throws IOException {
    List<SpoolLog> logs = new ArrayList<>();
    Eventually.holds("a spool in " + root, PATIENCE, () -> logs.addAll(logs(root)));
    return new Spool(SpoolReader.open(logs.get(0), SpoolPosition.START));
  }

  private static List<SpoolLog> logs(Path root) {
    try {
      return SpoolDirectory.logs(root);
    } catch (IOException notYet) {
      return List.of();
    }
  }

  /**
   * The records of the next round.
   *
   * @throws IOException if one of them is missing, or the round's end
   */
  Recorded round() throws IOException {
    Recorded recorded = new Recorded();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!recorded.isComplete()) {
      SpoolRecord record = reader.next();
      if (record instanceof OperationRecord operation) {
        recorded.add(Claim.of(operation));
      } else if (record instanceof OutcomeRecord outcome) {
        recorded.decide(outcome);
      } else if (record instanceof LossRecord || record instanceof Damage) {
        throw new IOException("records were lost, give the spool more room: " + record);
      } else if (record == null) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "no end of the round behind " + recorded.histories().size() + " histories");
        }
        LockSupport.parkNanos(200_000);
      }
    }
    reader.deleteSegmentsBefore(reader.position()); // a long run would fill the disk
    return recorded;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
