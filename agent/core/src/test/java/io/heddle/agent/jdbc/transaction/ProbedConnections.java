package io.heddle.agent.jdbc.transaction;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Real connections of databases that run in this process, with a transaction that has written. */
public enum ProbedConnections {
  H2("jdbc:h2:mem:"),
  SQLITE("jdbc:sqlite::memory:"),
  HSQLDB("jdbc:hsqldb:mem:probed"),
  DERBY("jdbc:derby:memory:probed;create=true"),
  DUCKDB("jdbc:duckdb:");

  private final String url;

  ProbedConnections(String url) {
    this.url = url;
  }

  /** A connection, its probe and what that reads. */
  static final class Probed {
    private final Connection connection;
    private final TransactionProbe probe;
    private final Object holder;
    private final Object attached;
    private final Reading reading = new Reading();

    private Probed(Connection connection) throws Throwable {
      this.connection = connection;
      this.probe = new Probes(loader -> Probes.class.getClassLoader()).of(connection.getClass());
      this.holder = probe.holder(connection);
      this.attached = probe.attach(holder);
    }

    /** What the agent does before and after each statement. */
    Reading read() {
      reading.clear();
      try {
        probe.read(holder, attached, reading);
      } catch (Throwable unreadable) {
        throw new IllegalStateException(unreadable);
      }
      return reading;
    }

    /** What it does besides before a write, where the driver counts rows. */
    long changes() {
      try {
        return probe.changes(holder);
      } catch (Throwable unreadable) {
        throw new IllegalStateException(unreadable);
      }
    }

    void close() throws SQLException {
      connection.rollback();
      connection.close();
    }
  }

  Probed open() throws Throwable {
    // Else Derby writes its log into the folder of the sources.
    System.setProperty("derby.stream.error.file", "target/derby.log");
    Connection connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE probed (a INT)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO probed VALUES (1)");
    }
    return new Probed(connection);
  }
}
