package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens a home's hot file: makes it if there is none, and migrates one of an older version. */
final class HotFiles {
  private HotFiles() {}

  static HotFile open(ArchiveHome home, long leavesSigned) throws ArchiveException {
    Path file = home.hot();
    Connection connection = null;
    try {
      if (!Files.exists(file)) {
        make(home);
      }
      boolean isLogLeft = HotDurability.isLogLeft(file);
      connection = Sqlite.writable(file);
      HotDurability durability = new HotDurability(file, connection, isLogLeft);
      connection.setAutoCommit(false);
      if (Sqlite.isEmpty(connection)) {
        Schema.create(connection);
        connection.commit();
      } else if (Migration.isNeeded(connection)) {
        return migrated(home, connection, durability, leavesSigned);
      }
      return new HotFile(connection, durability, leavesSigned);
    } catch (SQLException failure) {
      Sqlite.closeQuietly(connection);
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      Sqlite.closeQuietly(connection);
      throw new ArchiveException(file + " cannot be made (" + failure + ")", failure);
    }
  }

  /** Makes the file under another name, so that a reader beside us never meets half of it. */
  private static void make(ArchiveHome home) throws SQLException, IOException {
    Path building = home.archive().resolve("hot.db.building");
    Files.deleteIfExists(building);
    try (Connection connection = Sqlite.building(building);
        Statement statement = connection.createStatement()) {
      Schema.create(connection);
      statement.execute("PRAGMA main.journal_mode = WAL");
    }
    Sealer.sync(building);
    Files.move(building, home.hot(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static HotFile migrated(
      ArchiveHome home, Connection connection, HotDurability durability, long leavesSigned)
      throws SQLException, IOException {
    Migration.extend(connection);
    HotFile hot = new HotFile(connection, durability, leavesSigned);
    Migration.complete(home, connection, hot.ownLeaves());
    hot.commit();
    return hot;
  }
}
