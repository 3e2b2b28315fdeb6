package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings the fingerprints of two sources together by their keys, in a temporary file that is
 * removed again: two databases sort alike in nothing, and memory holds no table.
 */
final class FingerprintRegister implements AutoCloseable {
  private static final int BATCH = 5_000;

  /** A row of either source; null where a source has none. */
  record Row(byte[] key, String shown, byte[] first, byte[] second) {}

  /** How many rows there are, and one fingerprint over all of theirs in the order of keys. */
  record Total(long rows, byte[] sha256) {}

  /** Takes rows in the order of their keys. */
  interface RowSink {
    void take(Row row) throws IOException, ArchiveException;
  }

  /** Makes a total. */
  static final class Sum {
    private final MessageDigest sha256 = TreeHash.sha256();
    private long rows;

    void add(byte[] fingerprint) {
      sha256.update(fingerprint);
      rows++;
    }

    Total total() {
      return new Total(rows, sha256.digest());
    }
  }

  private final Path file;
  private final Connection connection;

  private FingerprintRegister(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static FingerprintRegister open() throws ArchiveException {
    try {
      Path file = Files.createTempFile("heddle-fingerprints", ".db");
      Connection connection = Sqlite.scratch(file);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE row (key BLOB PRIMARY KEY, shown TEXT NOT NULL, first BLOB, second BLOB)"
                + " WITHOUT ROWID");
      }
      connection.setAutoCommit(false);
      return new FingerprintRegister(file, connection);
    } catch (IOException | SQLException failure) {
      throw new ArchiveException("no temporary file can be made (" + failure + ")", failure);
    }
  }

  /** Takes all of the first source. */
  void addFirst(FingerprintSource source) throws ArchiveException {
    add(source, "INSERT INTO row (key, shown, first) VALUES (?, ?, ?)");
  }

  /**
   * Takes all of the second source; a key that comes twice breaks a constraint, as in the first.
   */
  void addSecond(FingerprintSource source) throws ArchiveException {
    add(
        source,
        "INSERT INTO row (key, shown, second) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
            + " SET second = excluded.second, shown = iif(second IS NULL, shown, NULL)");
  }

  /** All rows, in the order of their keys. */
  void forEach(RowSink sink) throws ArchiveException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT key, shown, first, second FROM row ORDER BY key")) {
      while (row.next()) {
        sink.take(new Row(row.getBytes(1), row.getString(2), row.getBytes(3), row.getBytes(4)));
      }
    } catch (SQLException | IOException failure) {
      throw new ArchiveException("the fingerprints cannot be kept (" + failure + ")", failure);
    }
  }

  /** Of the first source. */
  Total first() throws ArchiveException {
    Sum sum = new Sum();
    forEach(
        row -> {
          if (row.first != null) {
            sum.add(row.first);
          }
        });
    return sum.total();
  }

  @Override
  public void close() throws ArchiveException {
    try {
      connection.close();
      Files.deleteIfExists(file);
    } catch (IOException | SQLException failure) {
      throw new ArchiveException(file + " cannot be removed (" + failure + ")", failure);
    }
  }

  private void add(FingerprintSource source, String sql) throws ArchiveException {
    int[] waiting = {0};
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      source.read(
          fingerprint -> {
            try {
              insert.setBytes(1, fingerprint.key());
              insert.setString(2, fingerprint.shown());
              insert.setBytes(3, fingerprint.sha256());
              insert.addBatch();
              if (++waiting[0] % BATCH == 0) {
                insert.executeBatch();
              }
            } catch (SQLException failure) {
              throw notKept(source, failure);
            }
          });
      insert.executeBatch();
      connection.commit();
    } catch (SQLException failure) {
      throw notKept(source, failure);
    }
  }

  private static ArchiveException notKept(FingerprintSource source, SQLException failure) {
    boolean isTwice = String.valueOf(failure.getMessage()).contains("CONSTRAINT");
    return new ArchiveException(
        isTwice
            ? "two rows of " + source.name() + " have the same key; name a unique one with --key"
            : "the fingerprints cannot be kept (" + failure + ")",
        failure);
  }
}
