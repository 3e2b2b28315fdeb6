package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlParser;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;

/**
 * How transactions behave in one dialect, as tried on the versions that {@code docs/SUPPORTED.md}
 * names. Used where the driver's state does not say it.
 *
 * @param ddlCommits whether DDL commits the transaction it runs in
 * @param beginCommits whether BEGIN commits the transaction that is open
 * @param failureDooms whether a failed statement may doom its whole transaction
 * @param stacksSavepoints whether an older savepoint of the same name stays behind a newer one
 * @param releaseKeeps whether a savepoint can still be gone back to once it is released
 * @param textIsOne whether the statements of one text are one transaction where none is open
 * @param countsFailedBatches whether the counts of a batch that failed say what was done, with
 *     auto-commit on
 * @param codeMayCommit whether a procedure or block may end the transaction it is called in
 * @param undoneByClose whether closing a connection rolls back what is open
 */
record TransactionRules(
    Dialect dialect,
    boolean ddlCommits,
    boolean beginCommits,
    boolean failureDooms,
    boolean stacksSavepoints,
    boolean releaseKeeps,
    boolean textIsOne,
    boolean countsFailedBatches,
    boolean codeMayCommit,
    boolean undoneByClose) {
  /** Longer texts may have been cut, at a token. */
  private static final int SHORT = SqlParser.MAX_TEXT / 2;

  static TransactionRules of(Dialect dialect) {
    return switch (dialect) {
      case H2 ->
          new TransactionRules(dialect, true, false, false, false, true, false, true, true, true);
      case POSTGRESQL ->
          new TransactionRules(dialect, false, false, true, true, false, true, true, false, true);
      case SQLITE ->
          new TransactionRules(
              dialect, false, false, false, true, false, false, false, false, true);
      case MARIADB ->
          new TransactionRules(dialect, true, true, false, false, false, false, false, true, true);
      case MYSQL ->
          new TransactionRules(dialect, true, true, false, false, false, false, true, true, true);
      case HSQLDB ->
          new TransactionRules(dialect, true, false, false, false, false, false, true, true, true);
      case DERBY ->
          new TransactionRules(dialect, false, false, false, false, false, false, true, true, true);
      case DUCKDB ->
          new TransactionRules(
              dialect, false, false, true, false, false, false, false, false, true);
      case FIREBIRD ->
          new TransactionRules(
              dialect, false, false, false, false, false, false, false, false, true);
      case OTHER ->
          new TransactionRules(dialect, true, true, true, false, false, false, false, true, false);
    };
  }

  /**
   * Whether BEGIN opens a transaction although auto-commit is on. In HSQLDB 2.7.4 the next
   * statement commits all the same.
   */
  boolean beginOpens() {
    return dialect != Dialect.HSQLDB;
  }

  /**
   * Whether with auto-commit off no transaction is begun behind one that SQL has ended. So do
   * sqlite-jdbc 3.54.1.0 and DuckDB's driver 2.0.0.1.
   */
  boolean endInSqlFallsOut() {
    return dialect == Dialect.SQLITE || dialect == Dialect.DUCKDB;
  }

  /** Whether a savepoint begins a transaction where none is open. */
  boolean savepointBegins() {
    return dialect == Dialect.SQLITE;
  }

  /** How a transaction ends that is open when its connection closes. */
  Outcome outcomeOfClose() {
    return undoneByClose ? Outcome.ROLLED_BACK : Outcome.UNKNOWN;
  }

  /** Whether a statement may commit the transaction that is open, in whatever way. */
  boolean mayCommit(SqlStatement statement) {
    return switch (statement.control()) {
      case COMMIT, PREPARE, RELEASE, AUTOCOMMIT_ON -> true;
      case BEGIN -> beginCommits;
      case NONE -> mayCommitByItself(statement);
      default -> false;
    };
  }

  /** Whether a statement that is no control may commit: DDL, and what runs code of its own. */
  boolean mayCommitByItself(SqlStatement statement) {
    if (!ddlCommits) {
      return false;
    }
    return statement.effect() == Effect.DDL
        || isTruncate(statement)
        || dialect == Dialect.H2 && !isOfRows(statement) && !keepsInH2(statement)
        || runsCode(statement) && codeMayCommit(statement);
  }

  /**
   * Whether code that a statement runs may end the transaction. MySQL's DO evaluates expressions,
   * and what a function of theirs does may not commit.
   */
  boolean codeMayCommit(SqlStatement statement) {
    return codeMayCommit && !(mayKeepRows() && statement.subject().verb().equals("DO"));
  }

  /** Whether it reads or writes rows and does nothing else; in H2 the rest may commit. */
  private static boolean isOfRows(SqlStatement statement) {
    return switch (statement.subject().verb()) {
      case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE", "WITH" -> true;
      default -> false;
    };
  }

  /** Whether a statement certainly commits what is open when it succeeds. */
  boolean certainlyCommits(SqlStatement statement) {
    return ddlCommits
        && dialect != Dialect.OTHER
        && dialect != Dialect.H2
        && (statement.effect() == Effect.DDL || isTruncate(statement));
  }

  /**
   * Whether a statement that is the only one of its text certainly commits what is open, and what
   * it does itself, when it succeeds.
   */
  boolean commitsAlone(SqlStatement statement) {
    return certainlyCommits(statement) || dialect == Dialect.H2 && commitsInH2(statement);
  }

  /** Statements that H2 commits before and after, but for objects that may be transactional. */
  private static boolean commitsInH2(SqlStatement statement) {
    return switch (statement.subject().verb()) {
      case "COMMENT", "GRANT", "REVOKE", "ANALYZE", "TRUNCATE" -> true;
      case "CREATE", "DROP", "ALTER" ->
          statement.isCertain()
              && statement.subject().text().length() < SHORT
              && !says(statement, "SEQUENCE")
              && !says(statement, "TRANSACTIONAL")
              && !says(statement, "REFERENTIAL_INTEGRITY");
      default -> false;
    };
  }

  private static boolean says(SqlStatement statement, String word) {
    String text = statement.subject().text();
    for (int at = text.length() - word.length(); at >= 0; at--) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** Statements of H2 that do neither read nor write rows, and yet commit nothing. */
  private static boolean keepsInH2(SqlStatement statement) {
    String text = statement.subject().text();
    return switch (statement.subject().verb()) {
      case "EXPLAIN", "SHOW", "HELP", "CHECKPOINT" -> true;
      case "SET" -> text.startsWith("SET @") || text.regionMatches(true, 0, "SET SCHEMA ", 0, 11);
      default -> false;
    };
  }

  /** A statement that runs code nobody has read: a procedure, a block, a word unknown to us. */
  static boolean runsCode(SqlStatement statement) {
    OperationType type = statement.subject().type();
    return type == OperationType.CALL
        || type == OperationType.OTHER
            && statement.effect() == Effect.WRITE
            && statement.control() == Control.NONE;
  }

  /** Whether what is open is committed before the code runs: H2 does so before a script. */
  boolean commitsBeforeItsCode(SqlStatement statement) {
    return dialect == Dialect.H2 && statement.subject().verb().equals("RUNSCRIPT");
  }

  /**
   * Whether a rollback may leave in place what a statement has done. In H2 2.5.252 a sequence that
   * was created can be used after a rollback, until the database is closed.
   */
  boolean isLasting(SqlStatement statement) {
    return dialect == Dialect.H2 && statement.effect() == Effect.DDL;
  }

  /**
   * Whether auto-commit is on behind a transaction that BEGIN has begun, even if it was off before.
   */
  boolean endSwitchesAutoCommitOn() {
    return dialect == Dialect.H2;
  }

  /** Whether some tables keep what was written when its transaction is rolled back. */
  boolean mayKeepRows() {
    return dialect == Dialect.MARIADB || dialect == Dialect.MYSQL;
  }

  private static boolean isTruncate(SqlStatement statement) {
    return statement.subject().verb().equals("TRUNCATE");
  }
}
