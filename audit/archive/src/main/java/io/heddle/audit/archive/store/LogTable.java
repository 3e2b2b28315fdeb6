package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.SpoolPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The logs that were ever seen, and how far each is archived. One thread. */
final class LogTable {
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement booted;
  private final PreparedStatement closed;
  private final PreparedStatement ended;
  private final PreparedStatement position;
  private final PreparedStatement endedLog;

  LogTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            "INSERT INTO log (node, boot, segment, position, next_seq) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    select =
        connection.prepareStatement(
            "SELECT id, segment, position, next_seq, ended FROM log WHERE node = ? AND boot = ?");
    booted =
        connection.prepareStatement(
            "UPDATE log SET service = ?, version = ?, jvm = ?, pid = ?, started = ?"
                + " WHERE id = ?");
    closed = connection.prepareStatement("UPDATE log SET closed = ? WHERE id = ?");
    ended = connection.prepareStatement("UPDATE log SET ended = 1 WHERE id = ?");
    endedLog = connection.prepareStatement("SELECT node, boot FROM log WHERE id = ? AND ended = 1");
    position =
        connection.prepareStatement(
            "UPDATE log SET segment = ?, position = ?, next_seq = ? WHERE id = ?");
  }

  /** The log of a run; made if it is new. */
  LogRow row(String node, long boot) throws SQLException {
    insert.setString(1, node);
    insert.setLong(2, boot);
    insert.setLong(3, SpoolPosition.START.segment());
    insert.setLong(4, SpoolPosition.START.offset());
    insert.setLong(5, SpoolPosition.START.nextSeq());
    insert.executeUpdate();
    select.setString(1, node);
    select.setLong(2, boot);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return new LogRow(
          row.getLong(1),
          node,
          boot,
          new SpoolPosition(row.getLong(2), row.getLong(3), row.getLong(4)),
          row.getBoolean(5));
    }
  }

  void booted(long log, LedgerEvent.Booted record) throws SQLException {
    booted.setString(1, record.service());
    booted.setString(2, record.version());
    booted.setString(3, record.jvm());
    booted.setLong(4, record.pid());
    booted.setLong(5, record.micros());
    booted.setLong(6, log);
    booted.executeUpdate();
  }

  void closed(long log, long epochMicros) throws SQLException {
    closed.setLong(1, epochMicros);
    closed.setLong(2, log);
    closed.executeUpdate();
  }

  void ended(long log) throws SQLException {
    ended.setLong(1, log);
    ended.executeUpdate();
  }

  /** A log, if nothing more comes from it. */
  Optional<LogRow> endedLog(long log) throws SQLException {
    endedLog.setLong(1, log);
    try (ResultSet row = endedLog.executeQuery()) {
      return row.next()
          ? Optional.of(
              new LogRow(log, row.getString(1), row.getLong(2), SpoolPosition.START, true))
          : Optional.empty();
    }
  }

  void position(long log, SpoolPosition reached) throws SQLException {
    position.setLong(1, reached.segment());
    position.setLong(2, reached.offset());
    position.setLong(3, reached.nextSeq());
    position.setLong(4, log);
    position.executeUpdate();
  }
}
