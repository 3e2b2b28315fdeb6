package io.heddle.it.faults;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.verify.Finding;
import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.VerifiedState;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The spools of JVMs that have ended, and what an archive of them must say: every record once, with
 * its outcome.
 *
 * @param count how many JVMs
 * @param transactions of each: of two writes, every third rolled back, the last one open
 */
record SpooledRuns(int count, int transactions) {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final long START_MICROS = 1_795_227_420_000_000L;

  /** What no power loss may do to what was signed. */
  private static final Set<Finding.Kind> LOST_OR_CHANGED =
      EnumSet.of(
          Finding.Kind.CHANGED,
          Finding.Kind.REMOVED,
          Finding.Kind.INSERTED,
          Finding.Kind.REORDERED,
          Finding.Kind.OUTCOME,
          Finding.Kind.SEGMENT,
          Finding.Kind.FORK);

  /** So long that a few dozen fill a segment. */
  private static final String STATEMENT =
      "UPDATE stock SET quantity = quantity - ? WHERE id IN (" + "?, ".repeat(200) + "?)";

  private static final ArchiveOptions OPTIONS = new ArchiveOptions(1_000, 1_000_000, 3_600_000);

  /** Writes them below a home. */
  void write(Path home) throws IOException {
    for (int run = 1; run <= count; run++) {
      SpoolOptions options =
          new SpoolOptions(
              home.resolve("spool"), "node", run, "stock", "1", 64 << 20, SEGMENT_BYTES);
      try (SpoolWriter writer =
          SpoolWriter.open(options, () -> System.currentTimeMillis() * 1_000)) {
        for (int transaction = 1; transaction <= transactions; transaction++) {
          append(writer, write(transaction, 0));
          append(writer, write(transaction, 1));
          while (transaction < transactions
              && !writer.appendOutcome(
                  transaction, 0, 2, outcome(transaction), System.currentTimeMillis() * 1_000)) {
            Thread.onSpinWait();
          }
        }
      }
    }
  }

  private static SampleOperation write(long transaction, int ordinal) {
    return SampleOperation.insertBy("tenant-" + transaction % 7)
        .of(Layer.JDBC, OperationType.UPDATE, Outcome.PENDING)
        .at(START_MICROS + transaction, 250_000)
        .saying("stock", STATEMENT, "")
        .within(transaction, ordinal);
  }

  private static void append(SpoolWriter writer, SampleOperation operation) {
    while (!writer.append(operation)) {
      Thread.onSpinWait();
    }
  }

  private Outcome outcome(long transaction) {
    if (transaction == transactions) {
      return Outcome.UNKNOWN;
    }
    return transaction % 3 == 0 ? Outcome.ROLLED_BACK : Outcome.COMMITTED;
  }

  /** Archives what is left, and says what is wrong then; empty if nothing is. */
  List<String> problemsAfterRecovery(Path home, VerifiedState signed) {
    List<String> problems = new ArrayList<>();
    try {
      // As it is found, what is signed is there; what is not may wait for an archiver to mend it.
      judge(home, signed, LOST_OR_CHANGED, problems);
      try (Archiver archiver = Archiver.open(home, OPTIONS, (severe, message) -> {})) {
        archiver.drain();
      }
      judge(home, signed, EnumSet.allOf(Finding.Kind.class), problems);
      compare(home, problems);
    } catch (ArchiveException failure) {
      problems.add(failure.toString());
    }
    return problems;
  }

  private static void judge(
      Path home, VerifiedState signed, Set<Finding.Kind> kinds, List<String> problems)
      throws ArchiveException {
    Report report = Verifier.verify(home, List.of(), signed, Progress.NONE);
    report.findings().stream()
        .filter(finding -> finding.kind().isWrong() && kinds.contains(finding.kind()))
        .forEach(finding -> problems.add("not sound: " + finding));
  }

  private void compare(Path home, List<String> problems) throws ArchiveException {
    Map<String, Outcome> found = new TreeMap<>();
    try (ArchiveReader reader = new ArchiveReader(home)) {
      reader.answer(
          AuditQuery.all(0),
          record -> {
            if (found.put(key(record), record.record().outcome()) != null) {
              problems.add("twice: " + key(record));
            }
            if (record.record().outcome() != outcome(record.record().transaction())) {
              problems.add(key(record) + " is said to be " + record.record().outcome());
            }
            return true;
          });
    }
    if (found.size() != count * transactions * 2) {
      problems.add(found.size() + " records of " + count * transactions * 2);
    }
  }

  private static String key(ArchivedOperation archived) {
    return archived.boot() + ":" + archived.record().seq();
  }
}
