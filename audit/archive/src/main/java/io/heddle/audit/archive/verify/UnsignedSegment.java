package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.nio.file.Path;

/**
 * A sealed segment of whose bytes no signature is left, or none is there yet. Its records are
 * derived one by one, as all are; what else an answer depends on is looked at here.
 */
final class UnsignedSegment {
  /** What a segment says of itself, as it follows from its rows. */
  private static final String AS_ITS_ROWS =
      "SELECT count(*) FROM file WHERE id = 1 AND next_segment = 0"
          + " AND records = (SELECT count(*) FROM entry)"
          + " AND first_micros IS (SELECT min(start_micros) FROM entry NOT INDEXED)"
          + " AND last_micros IS (SELECT max(start_micros) FROM entry NOT INDEXED)";

  private final Path path;
  private final String name;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;

  UnsignedSegment(
      Path path, String name, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.path = path;
    this.name = name;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  void run() {
    try (SqliteFile file = SqliteFile.sealed(path, name)) {
      if (!file.hasLedger()) {
        String text = name + " is of a version without ledger, and nothing shows what was in it";
        findings.add(Finding.in(Kind.SEGMENT, name, text));
        return;
      }
      FileCheck check = new FileCheck(file, evidence, pruned, findings);
      check.definitions(true);
      check.integrity();
      check.logs();
      if (file.number("SELECT count(*) FROM file") != 1 || file.number(AS_ITS_ROWS) != 1) {
        check.tell("what it says of the number and the time of its records is not so");
      }
    } catch (ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, name, unreadable.getMessage()));
    }
  }
}
