package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolRecord.BootRecord;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The file that takes records: its unique key alone, no other index. Records, their transactions'
 * outcomes and the position in the spool are committed together.
 *
 * <p>One thread; every change between {@link #begin} and {@link #commit}.
 */
public final class HotFile implements AutoCloseable {
  /** What became of a record that was offered. */
  public enum Taken {
    NEW,
    /** It is there already, byte for byte. */
    DUPLICATE,
    /** Its key is taken by another content. */
    CONFLICT
  }

  private final Connection connection;
  private final OpenTransactions open = new OpenTransactions();
  private final PreparedStatement insert;
  private final PreparedStatement same;
  private final PreparedStatement decide;
  private final PreparedStatement undecided;
  private final PreparedStatement position;
  private final PreparedStatement incident;
  private long records;
  private long oldestMicros;

  private HotFile(Connection connection) throws SQLException {
    this.connection = connection;
    insert = connection.prepareStatement(OperationColumns.INSERT + " ON CONFLICT DO NOTHING");
    same = connection.prepareStatement(OperationColumns.SAME);
    decide =
        connection.prepareStatement(
            "UPDATE operation SET outcome = ? WHERE log = ? AND seq >= ? AND seq < ? AND txn = ?"
                + " AND outcome = 0 AND ordinal >= ? AND ordinal < ?");
    undecided =
        connection.prepareStatement(
            "UPDATE operation SET outcome = 3 WHERE log = ? AND outcome = 0");
    position =
        connection.prepareStatement(
            "UPDATE log SET segment = ?, position = ?, next_seq = ? WHERE id = ?");
    incident =
        connection.prepareStatement(
            "INSERT INTO incident (log, kind, seen_micros, first_seq, last_seq, records, reason)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    load();
  }

  /** Opens the hot file of a home, or makes it. */
  public static HotFile open(ArchiveHome home) throws ArchiveException {
    Path file = home.hot();
    try {
      boolean isNew = !Files.exists(file) || Files.size(file) == 0;
      Connection connection = Sqlite.writable(file);
      if (isNew) {
        connection.setAutoCommit(false);
        Schema.create(connection);
        long last = home.segments().stream().mapToLong(Long::longValue).max().orElse(0);
        Sealer.adopt(connection, home, last + 1);
        connection.commit();
      } else {
        Sqlite.check(connection, file);
        connection.setAutoCommit(false);
      }
      return new HotFile(connection);
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      throw new ArchiveException(file + " cannot be looked at (" + failure + ")", failure);
    }
  }

  /** The log of a run, as far as it is archived; made if it is new. */
  public LogRow log(String node, long boot) throws SQLException {
    try (PreparedStatement insertLog =
            connection.prepareStatement(
                "INSERT INTO log (node, boot, segment, position, next_seq) VALUES (?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING");
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, segment, position, next_seq FROM log WHERE node = ? AND boot = ?")) {
      insertLog.setString(1, node);
      insertLog.setLong(2, boot);
      insertLog.setLong(3, SpoolPosition.START.segment());
      insertLog.setLong(4, SpoolPosition.START.offset());
      insertLog.setLong(5, SpoolPosition.START.nextSeq());
      insertLog.executeUpdate();
      connection.commit();
      select.setString(1, node);
      select.setLong(2, boot);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new LogRow(
            row.getLong(1), new SpoolPosition(row.getLong(2), row.getLong(3), row.getLong(4)));
      }
    }
  }

  /** Takes an operation. */
  public Taken take(long log, OperationRecord record) throws SQLException {
    OperationColumns.bind(insert, log, record);
    if (insert.executeUpdate() == 0) {
      OperationColumns.bindSame(same, log, record);
      try (ResultSet found = same.executeQuery()) {
        return found.next() ? Taken.DUPLICATE : Taken.CONFLICT;
      }
    }
    records++;
    oldestMicros = Math.min(oldestMicros, record.startEpochMicros());
    if (record.outcome() == Outcome.PENDING) {
      open.saw(log, record.transaction(), record.seq());
    }
    return Taken.NEW;
  }

  /** Writes what became of pending operations into them. */
  public void decide(long log, OutcomeRecord record) throws SQLException {
    long first = open.firstSeq(log, record.transaction());
    if (first == 0) {
      return;
    }
    decide.setInt(1, record.outcome().code());
    decide.setLong(2, log);
    decide.setLong(3, first);
    decide.setLong(4, record.seq());
    decide.setLong(5, record.transaction());
    decide.setInt(6, record.fromOrdinal());
    decide.setInt(7, record.toOrdinal());
    decide.executeUpdate();
    if (record.fromOrdinal() == 0) {
      open.decided(log, record.transaction());
    }
  }

  /** Notes who writes a log. */
  public void booted(long log, BootRecord record) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE log SET service = ?, version = ?, jvm = ?, pid = ?, started = ?"
                + " WHERE id = ?")) {
      update.setString(1, record.service());
      update.setString(2, record.version());
      update.setString(3, record.jvm());
      update.setLong(4, record.pid());
      update.setLong(5, record.epochMicros());
      update.setLong(6, log);
      update.executeUpdate();
    }
  }

  /** Notes when a log's JVM began to shut down. */
  public void closed(long log, long epochMicros) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE log SET closed = ? WHERE id = ?")) {
      update.setLong(1, epochMicros);
      update.setLong(2, log);
      update.executeUpdate();
    }
  }

  /**
   * Notes something that an auditor must know.
   *
   * @param kind LOSS, DAMAGE, CONFLICT or UNDECIDED
   */
  public void incident(
      long log, String kind, long seenMicros, long firstSeq, long lastSeq, long count, String why)
      throws SQLException {
    incident.setLong(1, log);
    incident.setString(2, kind);
    incident.setLong(3, seenMicros);
    incident.setLong(4, firstSeq);
    incident.setLong(5, lastSeq);
    incident.setLong(6, count);
    incident.setString(7, why);
    incident.executeUpdate();
  }

  /**
   * Notes that nothing more comes from a log: what is still pending will never be decided.
   *
   * @return how many operations stay undecided
   */
  public int ended(long log) throws SQLException {
    undecided.setLong(1, log);
    int count = undecided.executeUpdate();
    open.forget(log);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE log SET ended = 1 WHERE id = ?")) {
      update.setLong(1, log);
      update.executeUpdate();
    }
    return count;
  }

  /** Notes how far a log is archived. */
  public void position(long log, SpoolPosition reached) throws SQLException {
    position.setLong(1, reached.segment());
    position.setLong(2, reached.offset());
    position.setLong(3, reached.nextSeq());
    position.setLong(4, log);
    position.executeUpdate();
  }

  /** Makes everything since the last commit visible, all of it or nothing. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /** Takes back everything since the last commit. */
  public void rollback() throws SQLException {
    connection.rollback();
    load();
  }

  /**
   * Makes everything committed durable against a power loss.
   *
   * @return whether it is: a reader in a long transaction can be in the way
   */
  public boolean checkpoint() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return result.next() && result.getInt(1) == 0 && result.getInt(2) == result.getInt(3);
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** How many operations it holds. */
  public long records() {
    return records;
  }

  /** The start of the oldest operation in it; {@link Long#MAX_VALUE} if it is empty. */
  public long oldestMicros() {
    return oldestMicros;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  Connection connection() {
    return connection;
  }

  /** Learns anew what the file holds. */
  void load() throws SQLException {
    open.clear();
    records = Sqlite.number(connection, "SELECT count(*) FROM operation");
    oldestMicros =
        records == 0
            ? Long.MAX_VALUE
            : Sqlite.number(connection, "SELECT min(start_micros) FROM operation");
    try (Statement statement = connection.createStatement();
        ResultSet pending =
            statement.executeQuery(
                "SELECT log, txn, min(seq) FROM operation WHERE outcome = 0 GROUP BY log, txn")) {
      while (pending.next()) {
        open.saw(pending.getLong(1), pending.getLong(2), pending.getLong(3));
      }
    }
    connection.commit();
  }
}
