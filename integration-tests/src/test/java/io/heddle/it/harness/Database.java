package io.heddle.it.harness;

import java.nio.file.Path;

/** The databases that applications under test write to. */
public enum Database {
  /** In the application's process, in a file. */
  H2(4) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:h2:file:" + folder.resolve("database") + ";DB_CLOSE_ON_EXIT=FALSE";
    }
  },
  /** A server of its own, shared by all tests of this JVM; each gets a database. */
  POSTGRESQL(4) {
    @Override
    public String newUrl(Path folder) {
      return PostgresServer.newDatabase();
    }
  },
  /** In the application's process, in a file; one connection, for it has one writer. */
  SQLITE(1) {
    @Override
    public String newUrl(Path folder) {
      return "jdbc:sqlite:" + folder.resolve("database.sqlite") + "?journal_mode=WAL";
    }
  };

  private final int connections;

  Database(int connections) {
    this.connections = connections;
  }

  /** The URL of a new, empty database. */
  public abstract String newUrl(Path folder);

  /** How many connections a pool should hold. */
  public int connections() {
    return connections;
  }
}
