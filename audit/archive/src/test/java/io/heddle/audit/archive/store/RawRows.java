package io.heddle.audit.archive.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a hot file in memory, and a bare loop that inserts them into an empty one: what
 * SQLite takes by itself. Same tables, keys and checks, same settings of the connection, same
 * batches, one prepared statement a table; nothing is read, decided, hashed or looked up.
 */
public final class RawRows {
  /** Of {@code entry}, all numbers but for the last: extras, of which there are none here. */
  private static final int NUMBERS = 21;

  private record Event(long log, long seq, byte[] body) {}

  private final List<String> texts = new ArrayList<>();
  private final List<long[]> entries = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private RawRows() {}

  /** Reads them from a file that nobody writes. */
  public static RawRows of(Path hotFile) throws SQLException {
    RawRows rows = new RawRows();
    try (Connection hot = Sqlite.reading(hotFile);
        Statement statement = hot.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT value FROM text ORDER BY id")) {
        while (row.next()) {
          rows.texts.add(row.getString(1));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM entry ORDER BY log, seq")) {
        while (row.next()) {
          long[] columns = new long[NUMBERS];
          for (int i = 0; i < NUMBERS; i++) {
            columns[i] = row.getLong(i + 1);
          }
          rows.entries.add(columns);
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT * FROM event ORDER BY log, seq")) {
        while (row.next()) {
          rows.events.add(new Event(row.getLong(1), row.getLong(2), row.getBytes(3)));
        }
      }
    }
    return rows;
  }

  /** How many operations they are. */
  public int operations() {
    return entries.size();
  }

  /** A connection to a new, empty file, as an archiver has it. */
  public static Connection emptyFile(Path file) throws Exception {
    try (Connection making = Sqlite.building(file)) {
      Schema.create(making);
    }
    Connection connection = Sqlite.writable(file);
    connection.setAutoCommit(false);
    return connection;
  }

  /** Inserts them, so many operations a transaction and the events that belong to them. */
  public void insertInto(Connection file, int batch) throws SQLException {
    try (PreparedStatement text =
            file.prepareStatement("INSERT INTO text (id, value) VALUES (?, ?)");
        PreparedStatement entry =
            file.prepareStatement("INSERT INTO entry VALUES (" + "?, ".repeat(NUMBERS) + "?)");
        PreparedStatement event = file.prepareStatement("INSERT INTO event VALUES (?, ?, ?)")) {
      for (int i = 0; i < texts.size(); i++) {
        text.setLong(1, i + 1);
        text.setString(2, texts.get(i));
        text.addBatch();
      }
      text.executeBatch();
      long batches = (entries.size() + batch - 1L) / batch;
      for (int i = 0; i < batches; i++) {
        insertEntries(entry, i * batch, Math.min(entries.size(), (i + 1) * batch));
        insertEvents(
            event,
            (int) (events.size() * (long) i / batches),
            (int) (events.size() * (i + 1L) / batches));
        file.commit();
      }
    }
  }

  private void insertEntries(PreparedStatement insert, int from, int end) throws SQLException {
    for (int i = from; i < end; i++) {
      long[] columns = entries.get(i);
      for (int j = 0; j < NUMBERS; j++) {
        insert.setLong(j + 1, columns[j]);
      }
      insert.setBytes(NUMBERS + 1, null);
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private void insertEvents(PreparedStatement insert, int from, int end) throws SQLException {
    for (int i = from; i < end; i++) {
      Event event = events.get(i);
      insert.setLong(1, event.log);
      insert.setLong(2, event.seq);
      insert.setBytes(3, event.body);
      insert.addBatch();
    }
    if (end > from) {
      insert.executeBatch();
    }
  }
}
