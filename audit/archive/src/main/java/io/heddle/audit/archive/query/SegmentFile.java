package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A sealed segment, open for reading. */
record SegmentFile(Path path, long number, Connection connection, Statements statements) {
  static SegmentFile open(Path path, long number) throws ArchiveException {
    Connection connection = null;
    try {
      connection = Sqlite.sealed(path);
      Sqlite.check(connection, path);
      return new SegmentFile(path, number, connection, new Statements(connection));
    } catch (SQLException failure) {
      Sqlite.closeQuietly(connection);
      throw Sqlite.unusable(path, failure);
    } catch (ArchiveException failure) {
      Sqlite.closeQuietly(connection);
      throw failure;
    }
  }

  void close() throws ArchiveException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw Sqlite.unusable(path, failure);
    }
  }
}
