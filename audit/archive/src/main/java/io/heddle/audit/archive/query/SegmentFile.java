package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A sealed segment, open for reading, and the time it spans. */
final class SegmentFile {
  private final Path path;
  private final long number;
  private final Connection connection;
  private final long firstMicros;
  private final long lastMicros;

  private SegmentFile(
      Path path, long number, Connection connection, long firstMicros, long lastMicros) {
    this.path = path;
    this.number = number;
    this.connection = connection;
    this.firstMicros = firstMicros;
    this.lastMicros = lastMicros;
  }

  static SegmentFile open(Path path, long number) throws ArchiveException {
    try {
      Connection connection = Sqlite.sealed(path);
      Sqlite.check(connection, path);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT first_micros, last_micros FROM file")) {
        row.next();
        return new SegmentFile(path, number, connection, row.getLong(1), row.getLong(2));
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }

  Path path() {
    return path;
  }

  long number() {
    return number;
  }

  Connection connection() {
    return connection;
  }

  boolean mayHold(long fromMicros, long toMicros) {
    return lastMicros >= fromMicros && firstMicros < toMicros;
  }

  void close() throws ArchiveException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }
}
