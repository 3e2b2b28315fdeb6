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
 * What an answer depends on beside the records, in a file whose bytes no signature covers: how its
 * tables, views and indices are defined, that the indices agree with the tables, and what it says
 * of logs.
 */
final class FileCheck {
  private static final String OK = "ok";

  private final SqliteFile file;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;

  FileCheck(SqliteFile file, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.file = file;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  /** A view that leaves rows out, or a trigger, would deceive whoever asks. */
  void definitions(boolean isSealed) throws ArchiveException {
    Set<String> expected = new TreeSet<>();
    try {
      Schema.definitions(file.hasExtras(), isSealed).forEach(sql -> expected.add(normal(sql)));
    } catch (SQLException noMemory) {
      throw new ArchiveException("SQLite makes no tables in memory: " + noMemory, noMemory);
    }
    Set<String> more = new TreeSet<>();
    for (String sql : file.column(Schema.DEFINITIONS)) {
      boolean isStatistics = isSealed && sql.startsWith("table sqlite_stat");
      if (!expected.remove(normal(sql)) && !isStatistics) {
        more.add(normal(sql));
      }
    }
    if (!more.isEmpty()) {
      tell("its tables and views are not defined as they should be: " + more);
    }
    if (!expected.isEmpty()) {
      tell("it has not what it should have: " + expected);
    }
  }

  /** An index that disagrees with its table would hide a record from who asks by it. */
  void integrity() throws ArchiveException {
    List<String> problems = file.column("PRAGMA integrity_check(20)");
    if (!problems.equals(List.of(OK))) {
      tell("SQLite finds it damaged: " + String.join("; ", problems));
    }
  }

  /**
   * What it says of each run of a JVM is what the run has said; or, if that was pruned, what a
   * segment says that is as it was sealed.
   */
  void logs() throws ArchiveException {
    for (ArchiveFile.Log log : file.logs()) {
      LedgerEvent.Booted boot = evidence.booted().get(log.key());
      ArchiveFile.Log signed = evidence.described().get(log.key());
      boolean isAsSaid =
          boot == null ? signed == null || isAsSealed(log, signed) : isAsBooted(log, boot);
      if (!isAsSaid) {
        tell("what it says of the run " + log.key().record(1) + " is not what the run said");
      }
    }
  }

  private static boolean isAsBooted(ArchiveFile.Log log, LedgerEvent.Booted boot) {
    return boot.service().equals(log.service())
        && boot.version().equals(log.version())
        && boot.jvm().equals(log.jvm())
        && boot.pid() == log.pid()
        && boot.micros() == log.started();
  }

  private static boolean isAsSealed(ArchiveFile.Log log, ArchiveFile.Log signed) {
    return signed.service().equals(log.service())
        && signed.version().equals(log.version())
        && signed.jvm().equals(log.jvm())
        && signed.pid() == log.pid()
        && signed.started() == log.started();
  }

  /** What it says of the end of each run follows from records; only the hot file is up to date. */
  void ends() throws ArchiveException {
    for (ArchiveFile.Log log : file.logs()) {
      Long closed = evidence.closed().get(log.key());
      if (closed != null && !Objects.equals(closed, log.closed())) {
        tell("it says that " + log.key().record(1) + " closed at another time");
      }
      boolean hasEnded = evidence.ended().contains(log.key());
      boolean isKnown = hasEnded || pruned.isNone() && !evidence.isBeforeLedger(log);
      if (isKnown && log.isEnded() != hasEnded) {
        tell("it is wrong about whether the run " + log.key().record(1) + " has ended");
      }
    }
  }

  void tell(String what) {
    findings.add(Finding.in(Kind.DERIVED, file.name(), file.name() + ": " + what));
  }

  private static String normal(String sql) {
    return sql.replaceAll("\\s+", " ")
        .replace(" ,", ",")
        .replace("( ", "(")
        .replace(" )", ")")
        .strip();
  }
}
