package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * The drivers that are woven without being named: the classes of their connections and statements
 * that declare what runs, and the dialect that their databases read.
 */
enum Drivers {
  H2(
      Dialect.H2,
      "org.h2.",
      List.of("jdbc.JdbcConnection"),
      List.of("jdbc.JdbcStatement", "jdbc.JdbcPreparedStatement", "jdbc.JdbcCallableStatement")),
  POSTGRESQL(
      Dialect.POSTGRESQL,
      "org.postgresql.",
      List.of("jdbc.PgConnection"),
      List.of("jdbc.PgStatement", "jdbc.PgPreparedStatement", "jdbc.PgCallableStatement")),
  SQLITE(
      Dialect.SQLITE,
      "org.sqlite.",
      List.of("SQLiteConnection", "jdbc3.JDBC3Connection", "jdbc4.JDBC4Connection"),
      List.of(
          "core.CorePreparedStatement",
          "jdbc3.JDBC3Statement",
          "jdbc3.JDBC3PreparedStatement",
          "jdbc4.JDBC4Statement",
          "jdbc4.JDBC4PreparedStatement")),
  MARIADB(
      Dialect.MARIADB,
      "org.mariadb.jdbc.",
      List.of("Connection"),
      List.of(
          "Statement",
          "BasePreparedStatement",
          "ClientPreparedStatement",
          "ServerPreparedStatement",
          "BaseCallableStatement",
          "FunctionStatement",
          "ProcedureStatement")),
  MYSQL(
      Dialect.MYSQL,
      "com.mysql.cj.jdbc.",
      List.of("ConnectionImpl"),
      List.of(
          "StatementImpl",
          "ClientPreparedStatement",
          "ServerPreparedStatement",
          "CallableStatement")),
  HSQLDB(
      Dialect.HSQLDB,
      "org.hsqldb.jdbc.",
      List.of("JDBCConnection"),
      List.of("JDBCStatement", "JDBCPreparedStatement", "JDBCCallableStatement")),
  DERBY(
      Dialect.DERBY,
      "org.apache.derby.impl.jdbc.",
      List.of("EmbedConnection"),
      List.of("EmbedStatement", "EmbedPreparedStatement", "EmbedCallableStatement")),
  DUCKDB(
      Dialect.DUCKDB,
      "org.duckdb.",
      List.of("DuckDBConnection"),
      List.of("DuckDBPreparedStatement")),
  FIREBIRD(
      Dialect.FIREBIRD,
      "org.firebirdsql.jdbc.",
      List.of("FBConnection"),
      List.of("AbstractStatement", "FBStatement", "FBPreparedStatement", "FBCallableStatement"));

  private final Dialect dialect;
  private final String prefix;
  private final List<String> connections;
  private final List<String> statements;

  Drivers(Dialect dialect, String prefix, List<String> connections, List<String> statements) {
    this.dialect = dialect;
    this.prefix = prefix;
    this.connections = connections;
    this.statements = statements;
  }

  /** Names of the classes of all connections. */
  static List<String> allConnections() {
    List<String> names = new ArrayList<>();
    for (Drivers driver : values()) {
      for (String name : driver.connections) {
        names.add(driver.prefix + name);
      }
    }
    return names;
  }

  /** Names of the classes of all statements. */
  static List<String> allStatements() {
    List<String> names = new ArrayList<>();
    for (Drivers driver : values()) {
      for (String name : driver.statements) {
        names.add(driver.prefix + name);
      }
    }
    return names;
  }

  /**
   * Names of the classes of result sets that declare how they move on or close, of drivers whose
   * writes may return rows.
   */
  static List<String> allResults() {
    return List.of(
        "org.h2.jdbc.JdbcResultSet",
        "org.postgresql.jdbc.PgResultSet",
        "org.sqlite.jdbc3.JDBC3ResultSet",
        "org.sqlite.jdbc4.JDBC4ResultSet",
        "org.mariadb.jdbc.client.result.Result",
        "org.mariadb.jdbc.client.result.CompleteResult",
        "org.mariadb.jdbc.client.result.StreamingResult",
        "org.duckdb.DuckDBResultSet",
        "org.firebirdsql.jdbc.FBResultSet");
  }

  /** The dialect of a driver's connection class; {@code OTHER} if the driver is not known. */
  static Dialect dialectOf(String connectionClass) {
    for (Drivers driver : values()) {
      if (connectionClass.startsWith(driver.prefix)) {
        return driver.dialect;
      }
    }
    return Dialect.OTHER;
  }
}
