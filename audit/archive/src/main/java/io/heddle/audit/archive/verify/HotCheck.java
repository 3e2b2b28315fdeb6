package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.util.List;

/**
 * What no hash covers: the hot file is still written. It must be sound as a file, and what it says
 * of logs and segments must follow from records.
 */
final class HotCheck {
  private final SqliteFile hot;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;
  private final FileCheck file;

  HotCheck(SqliteFile hot, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.hot = hot;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
    this.file = new FileCheck(hot, evidence, pruned, findings);
  }

  /**
   * @param present the segments that are there
   */
  void run(List<Long> present) {
    try {
      file.definitions(false);
      file.integrity();
      segments(present);
      file.logs();
      file.ends();
    } catch (ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, hot.name(), unreadable.getMessage()));
    }
  }

  private void segments(List<Long> present) throws ArchiveException {
    long next = hot.number("SELECT next_segment FROM file");
    if (hot.number(
            "SELECT count(*) FROM file WHERE records = 0 AND first_micros = 0"
                + " AND last_micros = 0 AND id = 1")
        != 1) {
      file.tell("what it says of itself is what a sealed segment says");
    }
    long last = 0;
    for (long number : evidence.seals().keySet()) {
      last = Math.max(last, number);
    }
    if (last >= next) {
      file.tell(
          "it hides sealed segments: it counts those below " + next + ", " + last + " was sealed");
    }
    for (long number : present) {
      last = Math.max(last, number);
    }
    if (last + 1 < next && pruned.isNone()) {
      file.tell("it counts segments below " + next + ", but " + last + " is the last one sealed");
    }
  }
}
