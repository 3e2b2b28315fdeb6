package io.heddle.agent.jdbc.transaction;

/**
 * The drivers whose connections are asked for the state of their transactions, by which probe. The
 * table generates {@code docs/SUPPORTED.md}. A version that keeps its state elsewhere than its
 * probe expects is followed without one, by calls and words.
 */
public enum DriverProbe {
  H2(
      "org.h2.jdbc.JdbcConnection",
      "H2Probe",
      "H2",
      "2.5.252",
      "embedded: the session's transaction, its number, the length of its undo log, auto-commit;"
          + " of a server: auto-commit alone, as it was told with the last update count",
      "fields of `SessionLocal` and `Transaction`; field `autoCommit` of `SessionRemote`"),
  POSTGRESQL(
      "org.postgresql.jdbc.PgConnection",
      "PostgresProbe",
      "pgjdbc",
      "42.7.11, 42.7.14",
      "the transaction status of the last ReadyForQuery, auto-commit, `standard_conforming_strings`,"
          + " `preferQueryMode`",
      "`BaseConnection.getTransactionState()` and its like, field `autoCommit` of `PgConnection`"),
  SQLITE(
      "org.sqlite.jdbc4.JDBC4Connection",
      "SqliteProbe",
      "sqlite-jdbc",
      "3.54.1.0",
      "transactions that wrote and ended, by SQLite's commit and rollback hooks; rows changed;"
          + " auto-commit",
      "`addCommitListener`, `total_changes`, `getAutoCommit()`;"
          + " `sqlite3_get_autocommit` is not handed out"),
  MARIADB(
      "org.mariadb.jdbc.Connection",
      "MariaDbProbe",
      "MariaDB Connector/J",
      "3.5.11",
      "status flags of the last OK packet, warnings of a rollback, server and database;"
          + " nothing after a failure",
      "`Context.getServerStatus()`, `getWarning()`, `getDatabase()`, `getConf()`"),
  MYSQL(
      "com.mysql.cj.jdbc.ConnectionImpl",
      "MySqlProbe",
      "MySQL Connector/J",
      "9.7.0",
      "status flags of the last OK packet, warnings of a rollback, server and database;"
          + " nothing after a failure",
      "`ServerSession.getStatusFlags()`, `NativeProtocol.getWarningCount()`,"
          + " `getHostPortPair()`, field `database` of `ConnectionImpl`"),
  HSQLDB(
      "org.hsqldb.jdbc.JDBCConnection",
      "HsqldbProbe",
      "HSQLDB, in process",
      "2.7.4",
      "whether the session is in a transaction, and the change number at which that began",
      "field `isTransaction` and `getTransactionSCN()` of `Session`"),
  DERBY(
      "org.apache.derby.impl.jdbc.EmbedConnection",
      "DerbyProbe",
      "Derby, embedded",
      "10.16.1.1, 10.17.1.0",
      "whether the store's transaction is idle, auto-commit",
      "`EmbedConnection.transactionIsIdle()`, field `autoCommit`"),
  DUCKDB(
      "org.duckdb.DuckDBConnection",
      "DuckDbProbe",
      "DuckDB's driver",
      "2.0.0.1",
      "auto-commit, and whether the driver has begun a transaction; not whether SQL has ended it",
      "fields `autoCommit` and `transactionRunning` of `DuckDBConnection`"),
  FIREBIRD(
      "org.firebirdsql.jdbc.FBConnection",
      "FirebirdProbe",
      "Jaybird",
      "6.0.5",
      "the transaction, whether it is active or prepared, and how the last one has ended",
      "fields of `FBManagedConnection`, `GDSHelper` and `AbstractFbTransaction`");

  private final String connectionClass;
  private final String probeClass;
  private final String driver;
  private final String triedOn;
  private final String reads;
  private final String source;

  DriverProbe(
      String connectionClass,
      String probeClass,
      String driver,
      String triedOn,
      String reads,
      String source) {
    this.connectionClass = connectionClass;
    this.probeClass = probeClass;
    this.driver = driver;
    this.triedOn = triedOn;
    this.reads = reads;
    this.source = source;
  }

  /** The probe for a class of connections; null if it has none. */
  static DriverProbe of(String connectionClass) {
    for (DriverProbe probe : values()) {
      if (probe.connectionClass.equals(connectionClass)) {
        return probe;
      }
    }
    return null;
  }

  /** The probe's simple class name. */
  String probeClass() {
    return probeClass;
  }

  /** The driver, and how it is used. */
  public String driver() {
    return driver;
  }

  /** The versions that random histories were run against. */
  public String triedOn() {
    return triedOn;
  }

  /** What the probe reads. */
  public String reads() {
    return reads;
  }

  /** Where the driver keeps it. */
  public String source() {
    return source;
  }
}
