package io.heddle.it.apps.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * Some threads, each with its connection, that commit one write after the other, measure how long
 * each commit took to succeed or to fail, and end when they are told to.
 *
 * <p>Each answer is a line of a file: {@code COMMITTED write micros way}, or {@code FAILED write
 * micros way state message}. A write's name is its row's key, and an alias in the statement's text.
 */
public final class CommitApplication {
  /** What makes a write permanent. */
  private enum Way {
    COMMIT,
    SWITCH,
    STATEMENT,
    AUTO_COMMIT
  }

  private static final long REST_NANOS = 2_000_000;

  private final String url;
  private final Answers answers;
  private final Path stop;
  private final Way[] ways;

  private CommitApplication(String url, Answers answers, Path stop, Way[] ways) {
    this.url = url;
    this.answers = answers;
    this.stop = stop;
    this.ways = ways;
  }

  /**
   * @param arguments JDBC URL, number of threads, file for the answers, file whose existence ends
   *     it, ways to commit separated by commas
   */
  public static void main(String[] arguments) throws IOException {
    String[] names = arguments[4].split(",");
    Way[] ways = new Way[names.length];
    for (int i = 0; i < names.length; i++) {
      ways[i] = Way.valueOf(names[i]);
    }
    CommitApplication application =
        new CommitApplication(
            arguments[0], Answers.to(Path.of(arguments[2])), Path.of(arguments[3]), ways);
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      String name = "t" + i;
      new Thread(() -> application.work(name), name).start();
    }
    System.out.println("READY");
  }

  private void work(String thread) {
    try (Connection connection = DriverManager.getConnection(url)) {
      for (int i = 0; !Files.exists(stop); i++) {
        write(connection, ways[i % ways.length], thread + "_" + i);
        LockSupport.parkNanos(REST_NANOS);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure); // seen by whoever reads the standard error
    }
  }

  private void write(Connection connection, Way way, String name) throws SQLException {
    connection.setAutoCommit(way == Way.AUTO_COMMIT);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ledger AS " + name + " (id, made_by) VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, name);
      if (way != Way.AUTO_COMMIT) {
        insert.executeUpdate();
      }
      long began = System.nanoTime();
      try {
        commit(connection, way, insert);
        answers.timed("COMMITTED", name, micros(began) + " " + way);
      } catch (SQLException refused) {
        answers.timed(
            "FAILED",
            name,
            micros(began) + " " + way + " " + refused.getSQLState() + " " + refused.getMessage());
        if (way != Way.AUTO_COMMIT) {
          connection.rollback();
        }
      }
    }
  }

  private static void commit(Connection connection, Way way, PreparedStatement insert)
      throws SQLException {
    switch (way) {
      case COMMIT -> connection.commit();
      case SWITCH -> connection.setAutoCommit(true);
      case STATEMENT -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("COMMIT");
        }
      }
      case AUTO_COMMIT -> insert.executeUpdate();
      default -> throw new IllegalStateException(way.toString());
    }
  }

  private static long micros(long since) {
    return (System.nanoTime() - since) / 1_000;
  }
}
