package io.heddle.agent.jdbc.sql;

import java.util.Locale;

/** What differs between databases in how SQL reads. */
public enum Dialect {
  /** H2. */
  H2("h2database", false),
  /** PostgreSQL. */
  POSTGRESQL("postgresql", false),
  /** SQLite. */
  SQLITE("sqlite", true),
  /** MariaDB, by its own connector. */
  MARIADB("mariadb", true),
  /** MySQL, by its own connector, which also talks to MariaDB. */
  MYSQL("mysql", true),
  /** HSQLDB. */
  HSQLDB("hsqldb", false),
  /** Derby. */
  DERBY("derby", false),
  /** DuckDB. */
  DUCKDB("duckdb", false),
  /** Firebird, by Jaybird. */
  FIREBIRD("firebirdsql", false),
  /** A database Heddle knows nothing of. */
  OTHER("other_sql", true);

  private final String systemName;
  private final boolean quotesMayHoldText;

  Dialect(String systemName, boolean quotesMayHoldText) {
    this.systemName = systemName;
    this.quotesMayHoldText = quotesMayHoldText;
  }

  /** {@code db.system.name} of the OpenTelemetry semantic conventions. */
  public String systemName() {
    return systemName;
  }

  /** Whether a text in double quotes may be a literal instead of a name. */
  boolean quotesMayHoldText() {
    return quotesMayHoldText;
  }

  /**
   * Whether of several statements in one text only the first runs. So does sqlite-jdbc 3.54.1.0,
   * but for {@code executeUpdate} of a text.
   */
  public boolean runsFirstOnly(boolean isPrepared, boolean isUpdate) {
    return this == SQLITE && (isPrepared || !isUpdate);
  }

  /** Whether all but the last statement run when a text is prepared, as DuckDB's driver does. */
  public boolean runsWhenPrepared(SqlText text) {
    return this == DUCKDB && !text.isSingle();
  }

  boolean isMySql() {
    return this == MYSQL || this == MARIADB;
  }

  /** Whether ONLY before a table's name is a keyword. */
  boolean hasOnly() {
    return this == POSTGRESQL || this == DUCKDB || this == OTHER;
  }

  boolean hasBackticks() {
    return isMySql() || this == SQLITE || this == H2 || this == DUCKDB || this == OTHER;
  }

  /** Whether {@code //} begins a comment up to the line's end. */
  boolean hasSlashComments() {
    return this == H2 || this == HSQLDB;
  }

  /** Whether a carriage return alone ends a line, and so a comment. */
  boolean endsLinesWithReturn() {
    return this == POSTGRESQL || this == H2 || this == HSQLDB || this == DERBY || this == DUCKDB;
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
}
