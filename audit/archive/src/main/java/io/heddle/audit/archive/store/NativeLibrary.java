package io.heddle.audit.archive.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native code. The driver unpacks it into the JVM's folder for temporary files and runs it
 * from there, which hardened containers forbid by mounting that {@code noexec}; then a folder of
 * Heddle's own takes its place. Any thread.
 */
public final class NativeLibrary {
  /** The driver's own setting; whoever has made it has chosen. */
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static volatile boolean isLoaded;
  private static volatile Path reserve;

  private NativeLibrary() {}

  /** Lets it be unpacked below a home directory where nothing else will do. */
  public static void mayBeUnpackedBelow(Path home) {
    reserve = home.resolve("cache").resolve("native");
  }

  /**
   * Loads it unless it is; to be called before the driver is asked for a connection.
   *
   * @throws SQLException if it can be run from no folder
   */
  public static void load() throws SQLException {
    if (!isLoaded) {
      loadOnce();
    }
  }

  private static synchronized void loadOnce() throws SQLException {
    if (isLoaded) {
      return;
    }
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError refused) {
      loadFromReserve(refused);
    }
    isLoaded = true;
  }

  private static void loadFromReserve(Throwable refused) throws SQLException {
    Path folder = reserve;
    String chosen = System.getProperty(FOLDER);
    if (folder == null || chosen != null) {
      String tried = chosen == null ? System.getProperty("java.io.tmpdir") : chosen;
      throw unusable(tried, refused);
    }
    try {
      Files.createDirectories(folder);
      System.setProperty(FOLDER, folder.toString());
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError refusedToo) {
      System.clearProperty(FOLDER);
      String tried = System.getProperty("java.io.tmpdir") + " or " + folder;
      refused.addSuppressed(refusedToo);
      throw unusable(tried, refusedToo instanceof IOException ? refusedToo : refused);
    }
  }

  private static SQLException unusable(String tried, Throwable refused) {
    return new SQLException(
        "SQLite's native code cannot be run from "
            + tried
            + ", which may be mounted noexec, full or read-only ("
            + refused
            + "); name another folder: JAVA_TOOL_OPTIONS=-Dorg.sqlite.tmpdir=DIR",
        refused);
  }
}
