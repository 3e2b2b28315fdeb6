package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings the hot file and the segments beside it together: after a crash between a segment's rename
 * and the hot file's count of it, and when the hot file was lost or put back from a copy.
 *
 * <p>A segment not counted yet is taken as it is: whatever of it the hot file holds is removed
 * there, and how far its logs were archived is learnt from it.
 */
final class Recovery {
  private final ArchiveHome home;
  private final HotFile hot;

  Recovery(ArchiveHome home, HotFile hot) {
    this.home = home;
    this.hot = hot;
  }

  void run() throws SQLException, IOException, ArchiveException {
    long next = Sqlite.number(hot.connection(), "SELECT next_segment FROM file");
    hot.commit();
    for (long number : home.segments()) {
      if (number >= next) {
        count(number);
        next = number + 1;
      }
    }
    Files.deleteIfExists(home.building(next));
  }

  private void count(long number) throws SQLException, IOException, ArchiveException {
    LedgerEvent.Sealed sealed = Seals.of(number, home.segment(number));
    Connection connection = hot.connection();
    connection.setAutoCommit(true); // a file cannot be attached inside a transaction
    Sqlite.attach(connection, home.segment(number), "sealed");
    try (Statement statement = connection.createStatement()) {
      Sqlite.check(connection, "sealed", home.segment(number));
      connection.setAutoCommit(false);
      statement.execute(
          "INSERT INTO main.log SELECT * FROM sealed.log WHERE true ON CONFLICT (node, boot)"
              + " DO UPDATE SET segment = excluded.segment, position = excluded.position,"
              + " next_seq = excluded.next_seq WHERE excluded.next_seq > next_seq");
      statement.execute(
          "DELETE FROM main.entry WHERE EXISTS (SELECT 1 FROM main.log l"
              + " JOIN sealed.log s ON s.node = l.node AND s.boot = l.boot"
              + " JOIN sealed.entry e ON e.log = s.id"
              + " WHERE l.id = main.entry.log AND e.seq = main.entry.seq)");
      Sealer.dropUnusedTexts(statement);
      statement.execute(
          "DELETE FROM main.incident WHERE EXISTS (SELECT 1 FROM sealed.incident i"
              + " WHERE i.id = main.incident.id AND i.seen_micros = main.incident.seen_micros)");
      if (Schema.hasLedger(connection, "sealed")) {
        dropSealedLeaves(statement);
      }
      statement.execute("UPDATE main.file SET since_micros = 0, next_segment = " + (number + 1));
      hot.sealed(sealed);
      hot.commit();
    } catch (SQLException | ArchiveException failure) {
      if (!connection.getAutoCommit()) {
        hot.rollback();
      }
      throw failure;
    } finally {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("DETACH sealed");
      }
      connection.setAutoCommit(false);
      hot.load();
    }
  }

  private static void dropSealedLeaves(Statement statement) throws SQLException {
    statement.execute(
        "DELETE FROM main.event WHERE EXISTS (SELECT 1 FROM sealed.event e"
            + " WHERE e.log = main.event.log AND e.seq = main.event.seq"
            + " AND e.body = main.event.body)");
    statement.execute(
        "DELETE FROM main.span WHERE first_leaf IN (SELECT first_leaf FROM sealed.span)"
            + " AND NOT EXISTS (SELECT 1 FROM main.entry e WHERE e.log = main.span.log"
            + " AND e.seq >= main.span.first_seq"
            + " AND e.seq < main.span.first_seq + main.span.records)"
            + " AND NOT EXISTS (SELECT 1 FROM main.event e WHERE e.log = main.span.log"
            + " AND e.seq >= main.span.first_seq"
            + " AND e.seq < main.span.first_seq + main.span.records)");
  }
}
