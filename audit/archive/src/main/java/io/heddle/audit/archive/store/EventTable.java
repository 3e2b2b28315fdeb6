package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What JVMs recorded that is no operation, and the incidents that follow from events. One thread.
 */
final class EventTable {
  private final RowInsert insert;
  private final PreparedStatement body;
  private final PreparedStatement incident;

  EventTable(Connection connection) throws SQLException {
    insert = new RowInsert(connection, "event", 3);
    body = connection.prepareStatement("SELECT body FROM event WHERE log = ? AND seq = ?");
    incident =
        connection.prepareStatement(
            "INSERT INTO incident (log, kind, seen_micros, first_seq, last_seq, records, reason)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
  }

  /**
   * Inserts events of a log.
   *
   * @return which of them were not, because their keys are taken
   */
  BitSet insert(long log, List<Batch.Event> events) throws SQLException {
    int size = events.size();
    if (size == 0) {
      return new BitSet();
    }
    return insert.insert(
        log,
        size,
        events.get(0).seq(),
        events.get(size - 1).seq(),
        (statement, before, i) -> {
          statement.setLong(before + 1, log);
          statement.setLong(before + 2, events.get(i).seq());
          statement.setBytes(before + 3, events.get(i).body());
        });
  }

  /** Forgets what was to be inserted. */
  void clear() throws SQLException {
    insert.clear();
  }

  /** Whether the event that is there is this one. */
  boolean has(long log, Batch.Event event) throws SQLException {
    body.setLong(1, log);
    body.setLong(2, event.seq());
    try (ResultSet row = body.executeQuery()) {
      return row.next() && Arrays.equals(event.body(), row.getBytes(1));
    }
  }

  /** Notes the incident that an event is, if it is one. */
  void incidentOf(long log, LedgerEvent event) throws SQLException {
    Incident found = Incident.of(event);
    if (found != null) {
      incident.setLong(1, log);
      incident.setString(2, found.kind());
      incident.setLong(3, found.seenMicros());
      incident.setLong(4, found.firstSeq());
      incident.setLong(5, found.lastSeq());
      incident.setLong(6, found.records());
      incident.setString(7, found.reason());
      incident.executeUpdate();
    }
  }
}
