package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What no hash covers: the hot file is still written. Its tables must be defined as they should be,
 * its indices agree with its tables, and what it says of logs and segments follow from records.
 */
final class HotCheck {
  private static final String OK = "ok";

  private final SqliteFile hot;
  private final Evidence evidence;
  private final Findings findings;

  HotCheck(SqliteFile hot, Evidence evidence, Findings findings) {
    this.hot = hot;
    this.evidence = evidence;
    this.findings = findings;
  }

  void run(List<Long> segments) {
    try {
      definitions();
      integrity();
      segments(segments);
      logs();
    } catch (ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, hot.name(), unreadable.getMessage()));
    }
  }

  /** A view that leaves rows out, or a trigger, would deceive whoever asks. */
  private void definitions() throws ArchiveException {
    Set<String> expected = new TreeSet<>();
    try {
      Schema.definitions(hot.hasExtras()).forEach(sql -> expected.add(normal(sql)));
    } catch (SQLException noMemory) {
      throw new ArchiveException("SQLite makes no tables in memory: " + noMemory, noMemory);
    }
    Set<String> found = new TreeSet<>();
    hot.column(Schema.DEFINITIONS).forEach(sql -> found.add(normal(sql)));
    if (!found.equals(expected)) {
      found.removeAll(expected);
      tell("its tables and views are not defined as they should be: " + found);
    }
  }

  private void integrity() throws ArchiveException {
    List<String> problems = hot.column("PRAGMA integrity_check(20)");
    if (!problems.equals(List.of(OK))) {
      tell("SQLite finds it damaged: " + String.join("; ", problems));
    }
  }

  private void segments(List<Long> present) throws ArchiveException {
    long next = hot.number("SELECT next_segment FROM file");
    if (hot.number(
            "SELECT count(*) FROM file WHERE records = 0 AND first_micros = 0"
                + " AND last_micros = 0 AND id = 1")
        != 1) {
      tell("what it says of itself is what a sealed segment says");
    }
    long last = 0;
    for (long number : evidence.seals().keySet()) {
      last = Math.max(last, number);
    }
    if (last >= next) {
      tell("it hides sealed segments: it counts those below " + next + ", " + last + " was sealed");
    }
  }

  private void logs() throws ArchiveException {
    for (ArchiveFile.Log log : hot.logs()) {
      LedgerEvent.Booted boot = evidence.booted().get(log.key());
      if (boot != null
          && !(boot.service().equals(log.service())
              && boot.version().equals(log.version())
              && boot.jvm().equals(log.jvm())
              && boot.pid() == log.pid()
              && boot.micros() == log.started())) {
        tell("what it says of the run " + log.key().record(1) + " is not what the run said");
      }
      Long closed = evidence.closed().get(log.key());
      if (closed != null && !Objects.equals(closed, log.closed())) {
        tell("it says that " + log.key().record(1) + " closed at another time");
      }
      if (log.isEnded() != evidence.ended().contains(log.key())
          && evidence.pruned().isEmpty()
          && !evidence.isBeforeLedger(log)) {
        tell("it is wrong about whether the run " + log.key().record(1) + " has ended");
      }
    }
  }

  private void tell(String what) {
    findings.add(Finding.in(Kind.DERIVED, hot.name(), hot.name() + ": " + what));
  }

  private static String normal(String sql) {
    return sql.replaceAll("\\s+", " ")
        .replace(" ,", ",")
        .replace("( ", "(")
        .replace(" )", ")")
        .strip();
  }
}
