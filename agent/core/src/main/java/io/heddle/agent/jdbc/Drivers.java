package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.Dialect;

/** The drivers Heddle knows, by the packages of their classes. */
final class Drivers {
  private Drivers() {}

  /** The dialect of a driver's connection class. */
  static Dialect dialectOf(String connectionClass) {
    if (connectionClass.startsWith("org.h2.")) {
      return Dialect.H2;
    }
    if (connectionClass.startsWith("org.postgresql.")) {
      return Dialect.POSTGRESQL;
    }
    if (connectionClass.startsWith("org.sqlite.")) {
      return Dialect.SQLITE;
    }
    return Dialect.OTHER;
  }
}
