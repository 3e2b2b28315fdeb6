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
 * batches; nothing is read, decided, hashed or looked up.
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

  /** Inserts them with a statement for each, so many rows a transaction. */
  public void insertOneByOne(Connection file, int batch) throws SQLException {
    String entry = "INSERT INTO entry VALUES (" + "?, ".repeat(NUMBERS) + "?)";
    try (PreparedStatement entries = file.prepareStatement(entry);
        PreparedStatement events = file.prepareStatement("INSERT INTO event VALUES (?, ?, ?)")) {
      insertTexts(file);
      for (Share share : shares(batch)) {
        for (int i = share.firstEntry; i < share.endEntry; i++) {
          bindEntry(entries, 0, i);
          entries.addBatch();
        }
        entries.executeBatch();
        for (int i = share.firstEvent; i < share.endEvent; i++) {
          bindEvent(events, 0, i);
          events.addBatch();
        }
        events.executeBatch();
        file.commit();
      }
    }
  }

  /** Inserts them with the archiver's own statements, so many rows a transaction. */
  public void insertManyAtOnce(Connection file, int batch) throws SQLException {
    RowInsert insertEntries = new RowInsert(file, "entry", NUMBERS + 1);
    RowInsert insertEvents = new RowInsert(file, "event", 3);
    insertTexts(file);
    for (Share share : shares(batch)) {
      insertEntries.insert(
          1,
          share.endEntry - share.firstEntry,
          entries.get(share.firstEntry)[1],
          entries.get(share.endEntry - 1)[1],
          (insert, before, i) -> bindEntry(insert, before, share.firstEntry + i));
      if (share.endEvent > share.firstEvent) {
        insertEvents.insert(
            1,
            share.endEvent - share.firstEvent,
            events.get(share.firstEvent).seq,
            events.get(share.endEvent - 1).seq,
            (insert, before, i) -> bindEvent(insert, before, share.firstEvent + i));
      }
      file.commit();
    }
  }

  /** What one transaction inserts. */
  private record Share(int firstEntry, int endEntry, int firstEvent, int endEvent) {}

  private List<Share> shares(int batch) {
    List<Share> shares = new ArrayList<>();
    int count = (entries.size() + events.size() + batch - 1) / batch;
    for (int i = 0; i < count; i++) {
      shares.add(
          new Share(
              part(entries.size(), i, count),
              part(entries.size(), i + 1, count),
              part(events.size(), i, count),
              part(events.size(), i + 1, count)));
    }
    return shares;
  }

  private static int part(int size, int i, int count) {
    return (int) ((long) size * i / count);
  }

  private void insertTexts(Connection file) throws SQLException {
    try (PreparedStatement insert =
        file.prepareStatement("INSERT INTO text (id, value) VALUES (?, ?)")) {
      for (int i = 0; i < texts.size(); i++) {
        insert.setLong(1, i + 1);
        insert.setString(2, texts.get(i));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void bindEntry(PreparedStatement insert, int before, int index) throws SQLException {
    long[] numbers = entries.get(index);
    for (int i = 0; i < NUMBERS; i++) {
      insert.setLong(before + i + 1, numbers[i]);
    }
    insert.setBytes(before + NUMBERS + 1, null);
  }

  private void bindEvent(PreparedStatement insert, int before, int index) throws SQLException {
    Event event = events.get(index);
    insert.setLong(before + 1, event.log);
    insert.setLong(before + 2, event.seq);
    insert.setBytes(before + 3, event.body);
  }
}
