package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens SQLite files the way each of them wants to be opened. */
public final class Sqlite {
  private static final String BUSY_MILLIS = "10000";

  /** SQLITE_OPEN_READWRITE and SQLITE_OPEN_CREATE. */
  private static final int WRITABLE = 6;

  /**
   * SQLITE_OPEN_NOMUTEX: a mutex for each parameter bound would be a tenth of an insert, and the
   * driver has one of its own.
   */
  private static final int OF_ONE_THREAD = 0x8000;

  private Sqlite() {}

  /**
   * A file that this process writes, in WAL mode.
   *
   * @throws ArchiveException if it is somebody else's, which is left as it is
   */
  static Connection writable(Path file) throws SQLException, ArchiveException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", Integer.toString(WRITABLE | OF_ONE_THREAD));
    Connection connection = open("jdbc:sqlite:" + file, properties);
    try (Statement statement = connection.createStatement()) {
      if (!isEmpty(connection)) {
        check(connection, file);
      }
      statement.execute("PRAGMA journal_mode = WAL");
      // NORMAL suffices: what a power loss takes back is still in the spool, which is removed only
      // after a sync, and archiving twice is archiving once.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA cache_size = -65536");
      // Its checkpoints would keep to themselves that a sync has failed: HotDurability makes them.
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      return connection;
    } catch (SQLException | ArchiveException failure) {
      closeQuietly(connection);
      throw failure;
    }
  }

  /** Whether nothing was ever put into a file: it is new, or its maker died at once. */
  static boolean isEmpty(Connection connection) throws SQLException {
    return number(connection, "PRAGMA application_id") == 0
        && number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
  }

  /** Closes what is given up because of a failure, which is the one to report. */
  public static void closeQuietly(Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException gone) {
        // It is being given up because of an earlier failure, which is the one to report.
      }
    }
  }

  /** A file under construction, which nobody else sees and which is synced once, at its end. */
  static Connection building(Path file) throws SQLException {
    Properties properties = new Properties();
    // The hot file is attached to it for reading, and its own connection holds the write lock.
    properties.setProperty("transaction_mode", "DEFERRED");
    Connection connection = open("jdbc:sqlite:" + file, properties);
    try (Statement statement = connection.createStatement()) {
      // "main", because without it the modes would hold for files attached later as well.
      statement.execute("PRAGMA main.journal_mode = OFF");
      statement.execute("PRAGMA main.synchronous = OFF");
      statement.execute("PRAGMA main.locking_mode = EXCLUSIVE");
      // Indices are sorted in runs of the cache's size: in 2 MiB, which a processor's own cache
      // holds, a quarter faster than in 128 MiB (measured with 300,000 records).
      statement.execute("PRAGMA main.cache_size = -2048");
      statement.execute("PRAGMA temp_store = MEMORY");
    }
    return connection;
  }

  /**
   * A file for reading beside its writer. Without auto-commit it sees the file as of its first
   * query since the last commit.
   */
  public static Connection reading(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", "1");
    // IMMEDIATE would look at the file as soon as the last transaction ends, and keep that look.
    properties.setProperty("transaction_mode", "DEFERRED");
    return open("jdbc:sqlite:" + (isAtRest(file) ? atRest(file) : file.toString()), properties);
  }

  /** The URI by which a file is attached for reading beside its writer. */
  public static String toRead(Path file) {
    return isAtRest(file) ? atRest(file) + "&mode=ro" : file.toUri() + "?mode=ro";
  }

  private static String atRest(Path file) {
    return file.toUri() + "?immutable=1";
  }

  /**
   * Whether a file in WAL mode has no log, and this account could not make one beside it: SQLite
   * would not open it, although all of it is in the file. If a writer comes meanwhile, what it
   * writes goes into the log, which is not looked at.
   */
  private static boolean isAtRest(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return !Files.isWritable(folder)
        && Files.notExists(folder.resolve(file.getFileName() + "-wal"))
        && isInWalMode(file);
  }

  /** The version that its header asks a writer to know. */
  private static boolean isInWalMode(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer version = ByteBuffer.allocate(1);
      return channel.read(version, 18) == 1 && version.get(0) == 2;
    } catch (IOException unreadable) {
      return false; // SQLite says why
    }
  }

  /** A small file that several processes write, each for a moment; every commit is durable. */
  public static Connection shared(Path file) throws SQLException {
    Connection connection = open("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = EXTRA");
      return connection;
    } catch (SQLException failure) {
      closeQuietly(connection);
      throw failure;
    }
  }

  /** A file that is removed when the work is done. */
  public static Connection scratch(Path file) throws SQLException {
    Connection connection = open("jdbc:sqlite:" + file, new Properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = MEMORY");
      statement.execute("PRAGMA synchronous = OFF");
    }
    return connection;
  }

  /** A sealed segment, which nobody will ever change. */
  public static Connection sealed(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("open_mode", "1");
    return open("jdbc:sqlite:" + file.toUri() + "?immutable=1", properties);
  }

  /** Nothing yet, to attach up to so many files to. */
  public static Connection memory(int mostAttached) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("limit_attached", Integer.toString(mostAttached));
    properties.setProperty("transaction_mode", "DEFERRED");
    return open("jdbc:sqlite::memory:", properties);
  }

  /** Refuses a file that is no archive of ours, or of a later version. */
  public static void check(Connection connection, Path file) throws ArchiveException {
    check(connection, "main", file);
  }

  /** Refuses an attached file in the same way. */
  public static void check(Connection connection, String schema, Path file)
      throws ArchiveException {
    try {
      long application = number(connection, "PRAGMA " + schema + ".application_id");
      long version = number(connection, "PRAGMA " + schema + ".user_version");
      if (application != Schema.APPLICATION_ID) {
        throw new ArchiveException(
            file
                + " is an SQLite database but no Heddle archive (application id "
                + application
                + ", expected "
                + Schema.APPLICATION_ID
                + "); move it away or choose another home",
            null);
      }
      if (version < Schema.OLDEST || version > Schema.VERSION) {
        throw new ArchiveException(
            file
                + " has schema version "
                + version
                + ", this Heddle knows "
                + Schema.OLDEST
                + " to "
                + Schema.VERSION
                + "; use the Heddle that wrote it",
            null);
      }
    } catch (SQLException failure) {
      throw unusable(file, failure);
    }
  }

  /** Opens a second file on a connection, which must not be in a transaction. */
  static void attach(Connection connection, Path file, String name) throws SQLException {
    attach(connection, file.toString(), name);
  }

  /** The same by SQLite's own kind of URI, which can ask for reading alone. */
  public static void attach(Connection connection, String file, String name) throws SQLException {
    try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS " + name)) {
      attach.setString(1, file);
      attach.execute();
    }
  }

  /** What is wrong with a file, for a person. */
  public static ArchiveException unusable(Path file, SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    String advice = "";
    if (message.contains("NOTADB")) {
      advice = "; it is no SQLite database: move it away or choose another home";
    } else if (message.contains("BUSY") || message.contains("LOCKED")) {
      advice = "; another program holds it: close that program and try again";
    } else if (message.contains("READONLY")) {
      advice = "; it cannot be written to: check its permissions and its file system";
    } else if (message.contains("FULL")) {
      advice = "; the disk is full: make room, the spool keeps what is not archived yet";
    } else if (message.contains("IOERR")) {
      // Also what a full disk says where SQLite maps memory, or makes a file.
      advice =
          "; the disk fails, or is full: look after it, the spool keeps what is not archived yet";
    } else if (message.contains("CANTOPEN") && Files.isDirectory(file)) {
      advice = "; it is a directory: move it away or choose another home";
    } else if (message.contains("CORRUPT")) {
      advice = "; it is damaged: restore it from a copy, and keep this one for examination";
    }
    return new ArchiveException(file + " cannot be used (" + message + ")" + advice, failure);
  }

  /** The first column of the first row, or 0. */
  public static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  private static Connection open(String url, Properties properties) throws SQLException {
    properties.setProperty("busy_timeout", BUSY_MILLIS);
    properties.putIfAbsent("transaction_mode", "IMMEDIATE");
    properties.setProperty("jdbc.get_generated_keys", "false");
    NativeLibrary.load();
    return DriverManager.getConnection(url, properties);
  }
}
