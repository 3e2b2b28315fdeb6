package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;

/**
 * What one statement of a text does, learnt word by word.
 *
 * <p>The first word decides nearly everything; a few words behind it refine that. An unknown first
 * word counts as a write of type OTHER: an audit would rather name too much than too little.
 */
final class SqlReading {
  OperationType type = OperationType.OTHER;
  Effect effect = Effect.WRITE;
  Control control = Control.NONE;
  String verb = "";
  String target = "";
  String savepoint = "";

  private String previous = "";
  private boolean wantsTarget;
  private boolean wantsSavepoint;
  private boolean maybeWrites;
  private boolean hasBody;
  private int words;

  /** Whether a semicolon no longer ends it, because it defines a trigger or a procedure. */
  boolean hasBody() {
    return hasBody;
  }

  /** Whether a word has been read. */
  boolean hasBegun() {
    return words > 0;
  }

  /** Takes the next word, keyword or name, in upper case. */
  void word(String upper, String original, int depth) {
    words++;
    if (words == 1) {
      first(upper);
    } else {
      further(upper, original, depth);
    }
    previous = upper;
  }

  /** Takes a name in quotes. */
  void quotedName(String name) {
    if (hasBegun()) {
      name(name);
      previous = "";
    }
  }

  /** Takes anything that can be no name: what was expected did not come. */
  void other(char punctuation) {
    if (!hasBegun() && punctuation == '{') {
      words = 1;
      is("CALL", OperationType.CALL, Effect.WRITE); // {call f(?)} and {? = call f(?)}
    } else if (punctuation == '(' && wantsTarget && !previous.isEmpty()) {
      wantsTarget = false; // a sub-query or a function: no table to name
    }
  }

  private void first(String upper) {
    switch (upper) {
      case "SELECT", "WITH", "EXPLAIN" -> {
        is(upper, OperationType.READ, Effect.READ);
        maybeWrites = true;
      }
      case "INSERT" -> is(upper, OperationType.CREATE, Effect.WRITE);
      case "UPDATE" -> {
        is(upper, OperationType.UPDATE, Effect.WRITE);
        wantsTarget = true;
      }
      case "DELETE" -> is(upper, OperationType.DELETE, Effect.WRITE);
      case "TRUNCATE" -> {
        is(upper, OperationType.DELETE, Effect.WRITE);
        wantsTarget = true;
      }
      case "MERGE", "REPLACE", "UPSERT" -> is(upper, OperationType.MERGE, Effect.WRITE);
      case "COPY" -> {
        is(upper, OperationType.READ, Effect.READ);
        wantsTarget = true;
      }
      case "CREATE",
          "ALTER",
          "DROP",
          "RENAME",
          "COMMENT",
          "GRANT",
          "REVOKE",
          "REINDEX",
          "REFRESH",
          "IMPORT" ->
          is(upper, OperationType.DDL, Effect.DDL);
      case "CALL", "EXEC", "EXECUTE", "DO" -> {
        is(upper, OperationType.CALL, Effect.WRITE);
        wantsTarget = true;
      }
      case "SHOW", "DESCRIBE", "DESC", "VALUES", "TABLE", "FETCH" ->
          is(upper, OperationType.READ, Effect.READ);
      case "SET",
          "RESET",
          "USE",
          "PRAGMA",
          "ANALYZE",
          "VACUUM",
          "LOCK",
          "LISTEN",
          "UNLISTEN",
          "NOTIFY",
          "DISCARD",
          "DEALLOCATE",
          "DECLARE",
          "CLOSE",
          "MOVE",
          "CHECKPOINT",
          "CLUSTER" ->
          is(upper, OperationType.OTHER, Effect.SESSION);
      case "BEGIN", "START" -> controls(upper, Control.BEGIN);
      case "COMMIT", "END" -> controls(upper, Control.COMMIT);
      case "ROLLBACK", "ABORT" -> controls(upper, Control.ROLLBACK);
      case "SAVEPOINT" -> {
        controls(upper, Control.SAVEPOINT);
        wantsSavepoint = true;
      }
      case "RELEASE" -> {
        controls(upper, Control.RELEASE);
        wantsSavepoint = true;
      }
      case "PREPARE" -> is(upper, OperationType.OTHER, Effect.WRITE);
      default -> is("OTHER", OperationType.OTHER, Effect.WRITE); // a word of theirs is no label
    }
  }

  private void further(String upper, String original, int depth) {
    if (maybeWrites && refinesToWrite(upper)) {
      return;
    }
    switch (upper) {
      case "INTO" -> {
        if (verb.equals("SELECT") && depth == 0 && target.isEmpty()) {
          is(verb, OperationType.CREATE, Effect.WRITE); // SELECT … INTO new_table
        }
        wantsTarget = target.isEmpty();
      }
      case "FROM" -> {
        if (verb.equals("COPY")) {
          is(verb, OperationType.CREATE, Effect.WRITE);
        } else {
          wantsTarget = target.isEmpty();
        }
      }
      case "INDEX",
          "VIEW",
          "SEQUENCE",
          "SCHEMA",
          "TRIGGER",
          "FUNCTION",
          "PROCEDURE",
          "TYPE",
          "USER",
          "ROLE",
          "DATABASE",
          "DOMAIN",
          "EXTENSION" -> {
        if (type == OperationType.DDL) {
          wantsTarget = target.isEmpty();
        } else {
          name(original); // elsewhere these are names that people give to tables
        }
      }
      case "TABLE" -> wantsTarget = target.isEmpty() && (type == OperationType.DDL || wantsTarget);
      case "BEGIN", "ATOMIC" -> hasBody |= verb.equals("CREATE");
      case "ON" -> wantsTarget = target.isEmpty() && type == OperationType.DDL;
      case "TO" -> {
        if (control == Control.ROLLBACK) {
          control = Control.ROLLBACK_TO;
          wantsSavepoint = true;
        }
      }
      case "PREPARED" -> control = Control.NONE; // ends a transaction of the past, not this one
      case "TRANSACTION" -> {
        if (verb.equals("PREPARE")) {
          controls(verb, Control.PREPARE);
        }
      }
      case "CONFLICT", "DUPLICATE" -> {
        if (previous.equals("ON") && verb.equals("INSERT")) {
          type = OperationType.MERGE;
        }
      }
      case "REPLACE" -> {
        if (previous.equals("OR") && verb.equals("INSERT")) {
          type = OperationType.MERGE;
        }
      }
      case "IF", "NOT", "EXISTS", "ONLY", "OR", "IGNORE", "ABORT", "FAIL", "WORK", "SAVEPOINT" -> {}
      case "NOTHING" -> {
        if (previous.equals("DO") && type == OperationType.MERGE && verb.equals("INSERT")) {
          type = OperationType.CREATE;
        }
      }
      default -> name(original);
    }
  }

  /**
   * WITH … INSERT, EXPLAIN ANALYZE DELETE and SELECT … FROM FINAL TABLE (INSERT …) write, though
   * they do not begin so.
   */
  private boolean refinesToWrite(String upper) {
    if (verb.equals("EXPLAIN")) {
      boolean runs = upper.equals("ANALYZE") || upper.equals("ANALYSE");
      if (runs) {
        verb = "EXPLAIN ANALYZE";
      }
      return runs;
    }
    if (verb.equals("SELECT") && !previous.equals("TABLE")) {
      return false;
    }
    boolean locks = previous.equals("FOR") || previous.equals("KEY");
    OperationType found =
        switch (upper) {
          case "INSERT" -> OperationType.CREATE;
          case "UPDATE" -> locks ? null : OperationType.UPDATE;
          case "DELETE" -> OperationType.DELETE;
          case "MERGE" -> OperationType.MERGE;
          default -> null;
        };
    if (found == null || previous.equals("DO")) {
      return false;
    }
    is(upper, found, Effect.WRITE);
    maybeWrites = false;
    target = "";
    wantsTarget = found == OperationType.UPDATE;
    return true;
  }

  private void name(String name) {
    if (wantsSavepoint) {
      savepoint = name;
      wantsSavepoint = false;
    } else if (wantsTarget) {
      target = name;
      wantsTarget = false;
    }
  }

  /** A name goes on behind a dot: {@code schema.table}. */
  void qualify(String part) {
    if (!target.isEmpty() && target.length() + part.length() < 256) {
      target = target + '.' + part;
    }
  }

  private void is(String word, OperationType what, Effect does) {
    verb = word;
    type = what;
    effect = does;
  }

  private void controls(String word, Control what) {
    is(word, OperationType.OTHER, Effect.SESSION);
    control = what;
  }
}
