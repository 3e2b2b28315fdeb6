package io.heddle.it.oracle;

import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolDirectory;
import io.heddle.audit.spool.SpoolLog;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolReader;
import io.heddle.audit.spool.SpoolRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import io.heddle.it.harness.Eventually;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Eventually.holds(
        "a spool in " + root,
        PATIENCE,
        () -> {
          try {
            logs.addAll(SpoolDirectory.logs(root));
          } catch (IOException retried) {
            return false;
          }
          return !logs.isEmpty();
        });
    return new Spool(SpoolReader.open(logs.get(0), SpoolPosition.START));
  }

  /**
   * The records of each history of a round, with their outcomes, and what was lost.
   *
   * @param count of histories
   */
  Recorded round(int count) throws IOException {
    List<List<OperationRecord>> histories = new ArrayList<>(count);
    Map<Long, List<int[]>> pending = new HashMap<>();
    long lost = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      SpoolRecord record = reader.next();
      if (record == null) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "the round's end is not recorded; histories so far: " + histories.size());
        }
        LockSupport.parkNanos(200_000);
        continue;
      }
      if (record instanceof OperationRecord operation) {
        if (isMark(operation, "round_ends")) {
          reader.deleteSegmentsBefore(reader.position());
          return new Recorded(histories, lost);
        }
        if (isMark(operation, "history_begins")) {
          histories.add(new ArrayList<>());
        } else if (!histories.isEmpty()) {
          List<OperationRecord> last = histories.get(histories.size() - 1);
          if (operation.outcome() == Outcome.PENDING) {
            pending
                .computeIfAbsent(operation.transaction(), none -> new ArrayList<>())
                .add(new int[] {histories.size() - 1, last.size()});
          }
          last.add(operation);
        }
      } else if (record instanceof OutcomeRecord outcome) {
        decide(histories, pending, outcome);
      } else if (record instanceof SpoolRecord.LossRecord loss) {
        lost += loss.count();
      } else if (record instanceof SpoolRecord.Damage) {
        lost++;
      }
    }
  }

  /** The tables of marks are created once, and updated from then on. */
  private static boolean isMark(OperationRecord operation, String table) {
    return operation.operationType() == OperationType.UPDATE && operation.target().equals(table);
  }

  private static void decide(
      List<List<OperationRecord>> histories,
      Map<Long, List<int[]>> pending,
      OutcomeRecord outcome) {
    for (int[] at : pending.getOrDefault(outcome.transaction(), List.of())) {
      OperationRecord operation = histories.get(at[0]).get(at[1]);
      if (operation.outcome() == Outcome.PENDING
          && operation.ordinal() >= outcome.fromOrdinal()
          && operation.ordinal() < outcome.toOrdinal()) {
        histories.get(at[0]).set(at[1], decided(operation, outcome.outcome()));
      }
    }
  }

  private static OperationRecord decided(OperationRecord o, Outcome outcome) {
    return new OperationRecord(
        o.seq(),
        o.layer(),
        o.operationType(),
        outcome,
        o.tenant(),
        o.actor(),
        o.traceIdHigh(),
        o.traceIdLow(),
        o.spanId(),
        o.startEpochMicros(),
        o.durationNanos(),
        o.target(),
        o.statement(),
        o.rows(),
        o.status(),
        o.error(),
        o.transaction(),
        o.ordinal(),
        o.isTruncated(),
        o.extras());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /**
   * What was recorded of a round.
   *
   * @param histories the records of each, in their order
   * @param lost records that are known to be missing
   */
  record Recorded(List<List<OperationRecord>> histories, long lost) {}
}
