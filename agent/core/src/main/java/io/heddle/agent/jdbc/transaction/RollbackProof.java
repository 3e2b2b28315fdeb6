package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.agent.operation.Subject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which tables of MariaDB and MySQL one connection may trust to roll back. Tables of some engines
 * (Aria, MyISAM) keep what was written; a rollback of theirs succeeds with a warning, a close or a
 * failed statement says nothing. So a table is trusted once a transaction that has certainly
 * changed a row of it was rolled back without a warning. Guarded by the lock of the connection's
 * state.
 */
final class RollbackProof {
  /** What leaves tables in their engines, and names with their tables. */
  private static final Set<String> KEEPING =
      Set.of("ANALYZE", "OPTIMIZE", "REPAIR", "TRUNCATE", "GRANT", "REVOKE");

  private final ProvenTables proven;

  /** Changed by the open transaction; a rollback will prove them. */
  private final Set<String> tried = new HashSet<>();

  /** Names that stand for temporary tables here. */
  private final Set<String> hidden = new HashSet<>();

  /** Where names are looked up; null where that is not known, and nothing is trusted. */
  private String database;

  private String server;
  private String schema;
  private int since;

  /** The connection has written to a table that was not proven then. */
  private boolean hasWrittenUnproven;

  /** Names may mean tables of another database than the driver knows. */
  private boolean isLost;

  RollbackProof(ProvenTables proven) {
    this.proven = proven;
  }

  /**
   * Names of tables are read so from here on.
   *
   * @param server null if it is not known
   * @param schema the database of names that name none; null if it is not known
   */
  void namesAreOf(String server, String schema) {
    if (schema == null || server == null || isLost) {
      database = null;
    } else if (database == null || !schema.equals(this.schema) || !server.equals(this.server)) {
      this.server = server;
      this.schema = schema;
      database = server + '/' + schema;
      tried.clear();
    }
  }

  /** Whether what is written to that table is undone with its transaction. */
  boolean isProven(String table) {
    return database != null
        && proven.contains(database, table)
        && (hidden.isEmpty() || !hidden.contains(ProvenTables.local(table)));
  }

  /** The open transaction has changed a row of a table. */
  void changed(String table) {
    if (database == null || tried.size() >= ProvenTables.MOST_TABLES) {
      return;
    }
    if (tried.isEmpty()) {
      since = proven.generation();
    }
    tried.add(table);
  }

  /** The open transaction was rolled back. */
  void rolledBack(boolean isWarned) {
    if (!isWarned && !tried.isEmpty() && database != null) {
      tried.removeIf(table -> hidden.contains(ProvenTables.local(table)));
      proven.add(database, tried, since);
    }
    tried.clear();
  }

  /** The open transaction ended otherwise, or its rollback will not warn of all. */
  void ended() {
    if (!tried.isEmpty()) {
      tried.clear();
    }
  }

  /**
   * A rollback has warned although all of its tables were proven.
   *
   * @return whether that means that a proof is wrong: once a connection has written to any other
   *     table, the warning may be of that, even transactions later
   */
  boolean isContradicted() {
    if (hasWrittenUnproven) {
      return false;
    }
    proven.forgetAll();
    tried.clear();
    return true;
  }

  /** A statement has run, or failed: tables may have been changed, or names may mean others. */
  void ran(SqlStatement statement) {
    boolean isUse = statement.subject().verb().equals("USE");
    if (isUse || !statement.isCertain()) {
      isLost = true;
      database = null;
      tried.clear();
      if (!isUse) {
        proven.forgetAll();
      }
    } else if (statement.effect() == Effect.DDL && !KEEPING.contains(statement.subject().verb())) {
      defined(statement);
    } else if (statement.isWrite()) {
      hasWrittenUnproven |=
          !statement.further().isEmpty() || !isProven(statement.subject().target());
    }
  }

  private void defined(SqlStatement statement) {
    String text = statement.subject().text().toUpperCase(Locale.ROOT);
    boolean isOfNames = text.startsWith("CREATE ") || text.startsWith("DROP ");
    boolean isOfDatabase = text.contains(" DATABASE ") || text.contains(" SCHEMA ");
    if (!isOfNames || isOfDatabase || text.contains("ENGINE")) {
      proven.forgetAll();
      tried.clear();
      return;
    }
    boolean isTemporary = text.contains("TEMPORARY");
    forget(statement.subject(), isTemporary);
    for (Subject further : statement.further()) {
      forget(further, isTemporary);
    }
  }

  private void forget(Subject defined, boolean isTemporary) {
    if (!isTemporary) {
      proven.forget(defined.target());
    } else if (hidden.size() < ProvenTables.MOST_TABLES) {
      hidden.add(ProvenTables.local(defined.target()));
    } else {
      isLost = true;
      database = null;
    }
  }
}
