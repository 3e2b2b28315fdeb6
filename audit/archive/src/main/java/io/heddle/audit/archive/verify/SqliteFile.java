package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.archive.store.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file as SQLite reads it: the hot file at one moment, or a sealed segment. */
final class SqliteFile implements ArchiveFile {
  private final Path path;
  private final String name;
  private final Connection connection;
  private final boolean hasLedger;
  private final boolean hasExtras;

  private SqliteFile(Path path, String name, Connection connection) throws SQLException {
    this.path = path;
    this.name = name;
    this.connection = connection;
    hasLedger = Schema.hasLedger(connection, "main");
    hasExtras = Schema.hasExtras(connection, "main");
  }

  /** Opens the hot file; what is read is of one moment, until it is closed. */
  static SqliteFile hot(Path path, String name) throws ArchiveException {
    return open(path, name, Sqlite::reading);
  }

  /** Opens a sealed segment. */
  static SqliteFile sealed(Path path, String name) throws ArchiveException {
    return open(path, name, Sqlite::sealed);
  }

  private interface Opening {
    Connection of(Path path) throws SQLException;
  }

  private static SqliteFile open(Path path, String name, Opening opening) throws ArchiveException {
    Connection connection = null;
    try {
      connection = opening.of(path);
      Sqlite.check(connection, path);
      connection.setAutoCommit(false);
      return new SqliteFile(path, name, connection);
    } catch (SQLException failure) {
      Sqlite.closeQuietly(connection);
      throw Sqlite.unusable(path, failure);
    } catch (ArchiveException failure) {
      Sqlite.closeQuietly(connection);
      throw failure;
    }
  }

  /** What an SQL query gives that has one number for an answer. */
  long number(String sql) throws ArchiveException {
    try {
      return Sqlite.number(connection, sql);
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }

  /** The first column of every row. */
  List<String> column(String sql) throws ArchiveException {
    return all(sql, row -> String.valueOf(row.getString(1)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasLedger() {
    return hasLedger;
  }

  /** Whether it is of a version that has extras. */
  boolean hasExtras() {
    return hasExtras;
  }

  @Override
  public List<Log> logs() throws ArchiveException {
    return all(
        "SELECT id, node, boot, service, version, jvm, pid, started, closed, ended, next_seq"
            + " FROM log",
        row ->
            new Log(
                row.getLong(1),
                new LogKey(text(row, 2), row.getLong(3)),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10) != 0,
                row.getLong(11)));
  }

  @Override
  public List<Span> spans() throws ArchiveException {
    return all(
        "SELECT first_leaf, log, first_seq, records FROM span",
        row -> new Span(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  @Override
  public List<Incident> incidents() throws ArchiveException {
    return all(
        "SELECT log, kind, seen_micros, first_seq, last_seq, records, reason FROM incident",
        row ->
            new Incident(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7)));
  }

  @Override
  public Map<Long, byte[]> texts() throws ArchiveException {
    Map<Long, byte[]> texts = new HashMap<>();
    all(
        "SELECT id, CAST(value AS BLOB) FROM text",
        row -> texts.put(row.getLong(1), bytes(row, 2)));
    return texts;
  }

  @Override
  public void scan(Sink sink, boolean withOperations) throws ArchiveException {
    String events =
        hasLedger ? "SELECT log, seq, body FROM event ORDER BY log, seq" : "SELECT 0, 0, 0 WHERE 0";
    String pending = hasLedger ? "pending" : "0";
    try (Statement one = connection.createStatement();
        Statement other = connection.createStatement();
        ResultSet event = one.executeQuery(events);
        ResultSet entry =
            other.executeQuery(
                "SELECT log, seq, start_micros, tenant_id, target_id, trace_high, trace_low, span,"
                    + " layer, type, outcome, duration_nanos, actor_id, statement_id, row_count,"
                    + " status, error_id, txn, ordinal, truncated, "
                    + pending
                    + (hasExtras ? ", extra" : ", NULL")
                    + (withOperations ? " FROM entry ORDER BY log, seq" : " FROM entry WHERE 0"))) {
      Row row = new Row();
      boolean hasEvent = event.next();
      boolean hasRow = next(entry, row);
      while (hasEvent || hasRow) {
        if (hasEvent && (!hasRow || isBefore(event.getLong(1), event.getLong(2), row))) {
          sink.event(event.getLong(1), event.getLong(2), bytes(event, 3));
          hasEvent = event.next();
        } else {
          sink.row(row);
          hasRow = next(entry, row);
        }
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }

  @Override
  public void close() throws ArchiveException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }

  private static boolean isBefore(long log, long seq, Row row) {
    return log < row.log() || log == row.log() && seq < row.seq();
  }

  private static boolean next(ResultSet entry, Row row) throws SQLException {
    if (!entry.next()) {
      return false;
    }
    read(entry, row);
    return true;
  }

  /** Reads the columns of {@code entry} in the order of the table. */
  static void read(ResultSet entry, Row row) throws SQLException {
    for (int i = 0; i < Row.EXTRA; i++) {
      row.values[i] = entry.getLong(i + 1);
    }
    row.blobs[Row.EXTRA] = entry.getBytes(Row.EXTRA + 1);
  }

  /** A changed byte may make a null of what never is one. */
  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(String sql, Reading<T> reading) throws ArchiveException {
    List<T> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        all.add(reading.read(row));
      }
      return all;
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }
}
