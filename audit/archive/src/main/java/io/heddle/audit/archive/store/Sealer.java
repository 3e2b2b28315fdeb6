package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Turns what the hot file holds into a sealed segment with indices.
 *
 * <ol>
 *   <li>The hot file is synced: from here on a power loss can't take back what the segment will
 *       hold, nor the records that stay because they are pending.
 *   <li>A segment is built under a temporary name, with all decided records, and synced.
 *   <li>It is renamed; the folder is synced.
 *   <li>One transaction of the hot file removes the records, counts the segment and records its
 *       hash in the ledger.
 * </ol>
 *
 * <p>A crash before the rename leaves a file to delete; a crash after it is finished by {@link
 * Recovery}. Readers look only at segments that the hot file has counted, so nobody ever sees a
 * record twice.
 */
public final class Sealer {
  private final ArchiveHome home;
  private final HotFile hot;

  /** Seals {@code hot}, which nobody else may be writing. */
  public Sealer(ArchiveHome home, HotFile hot) {
    this.home = home;
    this.hot = hot;
  }

  /** Finishes or undoes what a crash has interrupted. */
  public void recover() throws ArchiveException {
    try {
      new Recovery(home, hot).run();
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the archive below " + home.archive() + " cannot be cleaned up (" + failure + ")",
          failure);
    }
  }

  /**
   * Seals all records whose outcome is known; those of open transactions stay.
   *
   * @return the segment's number, or 0 if there was nothing to seal
   */
  public long seal() throws ArchiveException {
    try {
      long number = Sqlite.number(hot.connection(), "SELECT next_segment FROM file");
      hot.commit();
      hot.sync();
      boolean isWorthIt = build(number);
      if (isWorthIt) {
        publish(number);
        count(number);
      }
      hot.sealed();
      return isWorthIt ? number : 0;
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "a segment below " + home.archive() + " cannot be written (" + failure + ")", failure);
    }
  }

  /** Step 2; false if there is nothing to seal. */
  boolean build(long number) throws SQLException, IOException {
    Path building = home.building(number);
    Files.deleteIfExists(building);
    boolean isWorthIt;
    try (Connection segment = Sqlite.building(building)) {
      Schema.create(segment);
      Sqlite.attach(segment, home.hot(), "hot");
      isWorthIt = fill(segment);
    }
    if (isWorthIt) {
      sync(building);
    } else {
      Files.deleteIfExists(building);
    }
    return isWorthIt;
  }

  /** Step 3. */
  void publish(long number) throws IOException {
    if (Files.exists(home.segment(number))) {
      throw new IOException(home.segment(number) + " exists; it will not be overwritten");
    }
    Files.move(home.building(number), home.segment(number), StandardCopyOption.ATOMIC_MOVE);
    sync(home.archive());
  }

  /** Step 4. */
  void count(long number) throws SQLException, IOException {
    LedgerEvent.Sealed sealed = Seals.of(number, home.segment(number));
    Connection connection = hot.connection();
    try (Statement statement = connection.createStatement()) {
      // Copied out and back, because deleting all rows of a table is one cheap step, and deleting
      // most of them is not.
      statement.execute("CREATE TEMP TABLE IF NOT EXISTS kept AS SELECT * FROM entry WHERE 0");
      statement.execute("DELETE FROM temp.kept");
      statement.execute("INSERT INTO temp.kept SELECT * FROM entry WHERE outcome = 0");
      statement.execute("DELETE FROM entry");
      statement.execute("INSERT INTO entry SELECT * FROM temp.kept ORDER BY log, seq");
      statement.execute("DELETE FROM temp.kept");
      dropUnusedTexts(statement);
      statement.execute("DELETE FROM incident");
      statement.execute("DELETE FROM event" + keptEvents(" WHERE NOT"));
      dropUnusedSpans(statement);
      statement.execute("UPDATE file SET since_micros = 0, next_segment = " + (number + 1));
      hot.sealed(sealed);
      hot.commit();
    } catch (SQLException failure) {
      hot.rollback();
      throw failure;
    } finally {
      hot.load();
    }
  }

  /** Where a pending record stands in the ledger is kept with it, wherever it is sealed. */
  static void dropUnusedSpans(Statement statement) throws SQLException {
    statement.execute(
        "DELETE FROM main.span WHERE NOT EXISTS (SELECT 1 FROM main.entry e"
            + " WHERE e.log = span.log AND e.seq >= span.first_seq"
            + " AND e.seq < span.first_seq + span.records)"
            + " AND NOT EXISTS (SELECT 1 FROM main.event e"
            + " WHERE e.log = span.log AND e.seq >= span.first_seq"
            + " AND e.seq < span.first_seq + span.records)");
  }

  static void dropUnusedTexts(Statement statement) throws SQLException {
    statement.execute(
        "DELETE FROM text WHERE id NOT IN (SELECT tenant_id FROM entry UNION"
            + " SELECT target_id FROM entry UNION SELECT actor_id FROM entry UNION"
            + " SELECT statement_id FROM entry UNION SELECT error_id FROM entry)");
  }

  /**
   * Copies what is decided. Whole tables without a condition, because SQLite then copies pages of
   * records as they are; the few that are pending are taken out again afterwards.
   */
  private boolean fill(Connection segment) throws SQLException {
    try (Statement statement = segment.createStatement()) {
      segment.setAutoCommit(false);
      statement.execute("INSERT INTO log SELECT * FROM hot.log");
      statement.execute("INSERT INTO text SELECT * FROM hot.text");
      statement.execute("INSERT INTO entry SELECT * FROM hot.entry");
      statement.execute("INSERT INTO incident SELECT * FROM hot.incident");
      statement.execute("INSERT INTO event SELECT * FROM hot.event");
      statement.execute("INSERT INTO span SELECT * FROM hot.span");
      if (hot.isAnyPending()) {
        statement.execute("DELETE FROM main.entry WHERE outcome = 0");
      }
      if (!hot.eventsKept().isEmpty()) {
        statement.execute("DELETE FROM main.event" + keptEvents(" WHERE"));
      }
      long records = Sqlite.number(segment, "SELECT count(*) FROM main.entry");
      if (records > 0) {
        Schema.index(segment);
        statement.execute(
            "UPDATE main.file SET next_segment = 0, records = "
                + records
                + ", first_micros = (SELECT min(start_micros) FROM main.entry)"
                + ", last_micros = (SELECT max(start_micros) FROM main.entry)");
      }
      segment.commit();
      segment.setAutoCommit(true);
      statement.execute("PRAGMA main.analysis_limit = 1000");
      statement.execute("ANALYZE main");
      statement.execute("DETACH hot");
      return records > 0;
    }
  }

  /** A condition on the events that stay in the hot file; empty if none does. */
  private String keptEvents(String where) {
    StringBuilder keys = new StringBuilder();
    for (long[] kept : hot.eventsKept()) {
      keys.append(keys.length() == 0 ? "" : ", ");
      keys.append('(').append(kept[0]).append(", ").append(kept[1]).append(')');
    }
    return keys.length() == 0 ? "" : where + " (log, seq) IN (VALUES " + keys + ")";
  }

  /** Makes a file, or the names in a folder, durable. */
  public static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
