package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Turns what the hot file holds into a sealed segment with indices.
 *
 * <ol>
 *   <li>A segment is built under a temporary name, with all decided records, and synced.
 *   <li>It is renamed; the folder is synced.
 *   <li>One transaction of the hot file removes the records and counts the segment.
 * </ol>
 *
 * <p>A crash in 1 leaves a file to delete; a crash between 2 and 3 is finished by {@link #recover}.
 * Readers look only at segments that the hot file has counted, so nobody ever sees a record twice.
 */
public final class Sealer {
  private final ArchiveHome home;
  private final HotFile hot;

  /** Seals {@code hot}, which nobody else may be writing. */
  public Sealer(ArchiveHome home, HotFile hot) {
    this.home = home;
    this.hot = hot;
  }

  /** Finishes or undoes what a crash has interrupted. */
  public void recover() throws ArchiveException {
    try {
      long next = nextSegment();
      Files.deleteIfExists(home.building(next));
      if (Files.exists(home.segment(next))) {
        count(next);
      }
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the archive below " + home.archive() + " cannot be cleaned up (" + failure + ")",
          failure);
    }
  }

  /**
   * Seals all records whose outcome is known; those of open transactions stay.
   *
   * @return the segment's number, or 0 if there was nothing to seal
   */
  public long seal() throws ArchiveException {
    try {
      long number = nextSegment();
      if (!build(number)) {
        return 0;
      }
      publish(number);
      count(number);
      return number;
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "a segment below " + home.archive() + " cannot be written (" + failure + ")", failure);
    }
  }

  /** Step 1. */
  boolean build(long number) throws SQLException, IOException {
    Path building = home.building(number);
    Files.deleteIfExists(building);
    hot.commit();
    try (Connection segment = Sqlite.building(building);
        Statement statement = segment.createStatement()) {
      Schema.create(segment);
      attach(segment, home.hot(), "hot");
      segment.setAutoCommit(false);
      statement.execute("INSERT INTO log SELECT * FROM hot.log");
      statement.execute(
          "INSERT INTO operation SELECT * FROM hot.operation WHERE outcome <> 0"
              + " ORDER BY log, seq");
      statement.execute("INSERT INTO incident SELECT * FROM hot.incident");
      long records = Sqlite.number(segment, "SELECT count(*) FROM main.operation");
      if (records == 0) {
        segment.rollback();
        return abandoned(building);
      }
      statement.execute(
          "UPDATE file SET next_segment = 0, records = "
              + records
              + ", first_micros = (SELECT min(start_micros) FROM main.operation)"
              + ", last_micros = (SELECT max(start_micros) FROM main.operation)");
      Schema.index(segment);
      segment.commit();
      segment.setAutoCommit(true);
      statement.execute("ANALYZE main");
      statement.execute("DETACH hot");
    }
    sync(building);
    return true;
  }

  /** Step 2. */
  void publish(long number) throws IOException {
    Files.move(home.building(number), home.segment(number), StandardCopyOption.ATOMIC_MOVE);
    sync(home.archive());
  }

  /** Step 3. */
  void count(long number) throws SQLException {
    Connection connection = hot.connection();
    try (Statement statement = connection.createStatement()) {
      // Copied out and back, because deleting all rows of a table is one cheap step, and deleting
      // most of them is not.
      statement.execute("CREATE TEMP TABLE IF NOT EXISTS kept AS SELECT * FROM operation WHERE 0");
      statement.execute("DELETE FROM temp.kept");
      statement.execute("INSERT INTO temp.kept SELECT * FROM operation WHERE outcome = 0");
      statement.execute("DELETE FROM operation");
      statement.execute("INSERT INTO operation SELECT * FROM temp.kept ORDER BY log, seq");
      statement.execute("DELETE FROM temp.kept");
      statement.execute("DELETE FROM incident");
      statement.execute("UPDATE file SET next_segment = " + (number + 1));
    }
    connection.commit();
    hot.load();
  }

  /**
   * Tells a new hot file what segments there are already, and how far their logs are archived: the
   * old hot file was lost, its segments were not.
   */
  static void adopt(Connection connection, ArchiveHome home, long nextSegment)
      throws SQLException, IOException {
    try (PreparedStatement count =
        connection.prepareStatement("UPDATE file SET next_segment = ?")) {
      count.setLong(1, nextSegment);
      count.executeUpdate();
    }
    if (nextSegment > 1) {
      connection.commit();
      connection.setAutoCommit(true);
      attach(connection, home.segment(nextSegment - 1), "last");
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO log SELECT * FROM last.log");
        statement.execute("DETACH last");
      } finally {
        connection.setAutoCommit(false);
      }
    }
  }

  private long nextSegment() throws SQLException {
    long next = Sqlite.number(hot.connection(), "SELECT next_segment FROM file");
    hot.commit();
    return next;
  }

  private static void attach(Connection connection, Path file, String name) throws SQLException {
    try (PreparedStatement attach = connection.prepareStatement("ATTACH DATABASE ? AS " + name)) {
      attach.setString(1, file.toString());
      attach.execute();
    }
  }

  private static boolean abandoned(Path building) throws IOException {
    Files.deleteIfExists(building);
    return false;
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
