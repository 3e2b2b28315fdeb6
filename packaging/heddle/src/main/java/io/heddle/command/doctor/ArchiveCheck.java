package io.heddle.command.doctor;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchiveStatistics;
import io.heddle.audit.archive.store.NativeLibrary;
import io.heddle.audit.archive.store.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether SQLite works here, and whether the archive can be read and is complete. */
final class ArchiveCheck {
  private ArchiveCheck() {}

  /** SQLite is native code, unpacked into a folder it must be allowed to run from. */
  static List<Finding> nativeLibrary(Path home) {
    NativeLibrary.mayBeUnpackedBelow(home);
    try (Connection memory = Sqlite.memory(0);
        Statement statement = memory.createStatement();
        ResultSet version = statement.executeQuery("select sqlite_version()")) {
      version.next();
      return List.of(Finding.fine("sqlite", "loads, version " + version.getString(1)));
    } catch (SQLException | LinkageError e) {
      return List.of(Finding.broken("sqlite", "does not load", String.valueOf(e.getMessage())));
    }
  }

  static List<Finding> of(Path home) {
    try {
      List<Finding> missing = missing(home);
      return missing.isEmpty() ? present(home) : missing;
    } catch (ArchiveException e) {
      return List.of(unreadable(e));
    }
  }

  /** What is gone although nothing says that it was pruned; a new home misses nothing. */
  private static List<Finding> missing(Path path) throws ArchiveException {
    ArchiveHome home = new ArchiveHome(path);
    if (!Files.exists(home.archive())
        && SignedState.lost(home.tlog(), new LedgerKeys(path)).isEmpty()) {
      return List.of();
    }
    try (ArchiveReader reader = new ArchiveReader(path)) {
      return reader.missing().stream()
          .map(
              what ->
                  Finding.broken("archive", what, "Answers are incomplete; --strict refuses them."))
          .toList();
    }
  }

  private static List<Finding> present(Path home) {
    if (!Files.exists(new ArchiveHome(home).hot())) {
      return List.of(
          Finding.notable(
              "archive",
              "there is none yet",
              "The sidecar makes it, or the first 'heddle audit query'."));
    }
    try (ArchiveReader reader = new ArchiveReader(home)) {
      return findings(reader.statistics(0));
    } catch (ArchiveException e) {
      return List.of(unreadable(e));
    }
  }

  private static Finding unreadable(ArchiveException failure) {
    return Finding.broken("archive", failure.getMessage(), "Records wait in the spool meanwhile.");
  }

  private static List<Finding> findings(ArchiveStatistics statistics) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.fine(
            "archive",
            String.format(
                Locale.ROOT,
                "%,d records of %,d tenants, %d sealed segments, %s",
                statistics.records(),
                statistics.tenants(),
                statistics.segments(),
                Sizes.text(statistics.sizeBytes()))));
    statistics
        .incidents()
        .forEach(
            (kind, records) ->
                findings.add(
                    Finding.notable(
                        "archive",
                        String.format(Locale.ROOT, "%,d records concerned by %s", records, kind),
                        "'heddle audit stats' says more.")));
    return findings;
  }
}
