package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.store.KeyRange;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.privacy.KeyOrigin;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tenants' keys that nothing needs any more because retention has removed all that was sealed
 * with them.
 *
 * <p>Only the run of a JVM that drew a key ever seals with it. So a key is unused once its run has
 * ended, its spool is archived to the end, and no operation of it is left in any file. That is
 * known without looking at a record: segments are listed with the runs they hold. Keys of a tenant
 * under legal hold stay.
 */
public final class UnusedKeys {
  private record Run(String node, long boot) {}

  private final Path homeDirectory;
  private final ArchiveHome home;

  /** Of the archive below a home directory. */
  public UnusedKeys(Path homeDirectory) {
    this.homeDirectory = homeDirectory;
    this.home = new ArchiveHome(homeDirectory);
  }

  /**
   * How many there would be.
   *
   * @param gone numbers of segments that count as removed already
   */
  public int count(Set<Long> gone) throws ArchiveException {
    if (!isAny()) {
      return 0;
    }
    Predicate<WrappedKey> unused = unused(gone);
    return (int) TenantKeyRing.of(home).all().stream().filter(unused).count();
  }

  /**
   * Removes them; the ledger tells of it as soon as an archiver runs.
   *
   * @return how many
   */
  public int remove(String by, long nowMicros) throws ArchiveException {
    if (count(Set.of()) == 0) {
      return 0; // so that the file is not locked, and not made
    }
    return new TenantKeyStore(home).remove(unused(Set.of()), by, nowMicros);
  }

  private boolean isAny() {
    return Files.exists(home.tenantKeys()) && Files.exists(home.hot());
  }

  private Predicate<WrappedKey> unused(Set<Long> gone) throws ArchiveException {
    // The hot file first: what leaves it meanwhile is in a segment then.
    Set<Run> over = over();
    try {
      for (SegmentSummary segment : SegmentManifest.refresh(home).segments()) {
        if (!gone.contains(segment.number())) {
          for (KeyRange range : segment.keys()) {
            over.remove(new Run(range.node(), range.boot()));
          }
        }
      }
    } catch (IOException unreadable) {
      throw new ArchiveException(
          "the segments below " + home.archive() + " cannot be read (" + unreadable + ")",
          unreadable);
    }
    List<Hold> holds = new Retention(homeDirectory).holds().stream().filter(Hold::stands).toList();
    return key -> {
      KeyOrigin origin = key.origin();
      return over.contains(new Run(origin.node(), origin.boot()))
          && holds.stream().noneMatch(hold -> hold.covers(origin.tenant()));
    };
  }

  /** Runs of which nothing more comes, and nothing is in the hot file. */
  private Set<Run> over() throws ArchiveException {
    Set<Run> over = new HashSet<>();
    try (Connection hot = Sqlite.reading(home.hot())) {
      Sqlite.check(hot, home.hot());
      try (Statement statement = hot.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT node, boot FROM log l WHERE ended = 1"
                      + " AND NOT EXISTS (SELECT 1 FROM entry WHERE log = l.id)")) {
        while (row.next()) {
          over.add(new Run(row.getString(1), row.getLong(2)));
        }
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
    return over;
  }
}
