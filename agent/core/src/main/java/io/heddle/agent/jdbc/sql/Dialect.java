package io.heddle.agent.jdbc.sql;

import io.heddle.audit.spool.Outcome;
import java.util.Locale;

/** What differs between databases in how SQL reads and how transactions end. */
public enum Dialect {
  /** H2: DDL commits the open transaction. */
  H2("h2database", false, true, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** PostgreSQL: everything is transactional, and a COMMIT that fails has rolled back. */
  POSTGRESQL("postgresql", false, false, FailedCommit.ROLLED_BACK, Outcome.ROLLED_BACK),
  /** SQLite: a COMMIT that fails (busy, deferred foreign key) leaves the transaction open. */
  SQLITE("sqlite", true, false, FailedCommit.STILL_OPEN, Outcome.ROLLED_BACK),
  /** MariaDB, by its own connector. */
  MARIADB("mariadb", true, true, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** MySQL, by its own connector, which also talks to MariaDB. */
  MYSQL("mysql", true, true, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** HSQLDB: DDL commits the open transaction. */
  HSQLDB("hsqldb", false, true, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** Derby: everything is transactional. */
  DERBY("derby", false, false, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** DuckDB: everything is transactional. */
  DUCKDB("duckdb", false, false, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** Firebird, by Jaybird: everything is transactional. */
  FIREBIRD("firebirdsql", false, false, FailedCommit.UNKNOWN, Outcome.ROLLED_BACK),
  /** A database Heddle knows nothing of: it claims nothing it cannot know. */
  OTHER("other_sql", true, true, FailedCommit.UNKNOWN, Outcome.UNKNOWN);

  /** What a COMMIT that fails on a live connection has done. */
  public enum FailedCommit {
    ROLLED_BACK,
    STILL_OPEN,
    UNKNOWN
  }

  private final String systemName;
  private final boolean quotesMayHoldText;
  private final boolean ddlCommits;
  private final FailedCommit failedCommit;
  private final Outcome outcomeOfClose;

  Dialect(
      String systemName,
      boolean quotesMayHoldText,
      boolean ddlCommits,
      FailedCommit failedCommit,
      Outcome outcomeOfClose) {
    this.systemName = systemName;
    this.quotesMayHoldText = quotesMayHoldText;
    this.ddlCommits = ddlCommits;
    this.failedCommit = failedCommit;
    this.outcomeOfClose = outcomeOfClose;
  }

  /** {@code db.system.name} of the OpenTelemetry semantic conventions. */
  public String systemName() {
    return systemName;
  }

  /** Whether a text in double quotes may be a literal instead of a name. */
  boolean quotesMayHoldText() {
    return quotesMayHoldText;
  }

  boolean isMySql() {
    return this == MYSQL || this == MARIADB;
  }

  /** Whether ONLY before a table's name is a keyword. */
  boolean hasOnly() {
    return this == POSTGRESQL || this == DUCKDB || this == OTHER;
  }

  boolean hasBackticks() {
    return isMySql() || this == SQLITE || this == H2 || this == OTHER;
  }

  /** Whether a comment in a comment has to be closed as well. */
  boolean nestsComments() {
    return this == POSTGRESQL || this == H2 || this == DERBY || this == DUCKDB;
  }

  /** Whether {@code $tag$…$tag$} is a text; in H2 without a tag only. */
  boolean hasDollarTexts() {
    return this == POSTGRESQL || this == H2 || this == DUCKDB || this == OTHER;
  }

  /** Whether {@code E'…'} is a text with backslash escapes. */
  boolean hasEscapeTexts() {
    return this == POSTGRESQL || this == DUCKDB || this == OTHER;
  }

  /** Whether {@code U&'…'} is one text. */
  boolean hasUnicodeTexts() {
    return this != SQLITE && !isMySql();
  }

  /** Whether {@code q'[…]'} is a text. */
  boolean hasQuoteTexts() {
    return this == FIREBIRD || this == OTHER;
  }

  /** Whether {@code _charset'…'} is one text. */
  boolean hasIntroducers() {
    return isMySql() || this == FIREBIRD;
  }

  /**
   * A name of a savepoint in the form in which equal names are equal texts: PostgreSQL folds names
   * without quotes to lower case, H2, HSQLDB, Derby, Firebird and databases Heddle knows nothing of
   * to upper case; MySQL, MariaDB, SQLite and DuckDB ignore the case of all.
   *
   * @param isQuoted whether it stands as it is: in quotes, or given to {@code setSavepoint}
   */
  public String savepointName(String name, boolean isQuoted) {
    if (isMySql() || this == SQLITE || this == DUCKDB) {
      return name.toLowerCase(Locale.ROOT);
    }
    if (isQuoted) {
      return name;
    }
    return this == POSTGRESQL ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
  }

  /** Whether DDL commits the transaction it runs in. */
  public boolean ddlCommits() {
    return ddlCommits;
  }

  /** Whether a failed statement may doom its whole transaction. */
  public boolean failureAborts() {
    return this == POSTGRESQL || this == OTHER;
  }

  /** What a COMMIT that fails on a live connection has done. */
  public FailedCommit failedCommit() {
    return failedCommit;
  }

  /** How a transaction ends that is open when its connection closes. */
  public Outcome outcomeOfClose() {
    return outcomeOfClose;
  }
}
