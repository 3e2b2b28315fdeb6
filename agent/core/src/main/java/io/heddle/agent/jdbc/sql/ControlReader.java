package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import java.util.Locale;

/** Reads what acts on the transaction or the session. */
final class ControlReader {
  private final Tokens tokens;
  private final Reading reading;
  private final TailReader tail;
  private final Dialect dialect;

  ControlReader(Tokens tokens, Reading reading, TailReader tail) {
    this.tokens = tokens;
    this.reading = reading;
    this.tail = tail;
    this.dialect = tokens.dialect();
  }

  /** START TRANSACTION; or START REPLICA and the like. */
  void start() {
    boolean isTransaction = tokens.is(1, Word.TRANSACTION) || tokens.endsAt(1);
    tokens.skip();
    reading.controls(Word.START, isTransaction ? Control.BEGIN : Control.NONE);
  }

  /** Whether BEGIN begins a transaction rather than a block. */
  boolean isTransaction() {
    if (dialect == Dialect.POSTGRESQL || tokens.endsAt(1)) {
      return true;
    }
    return switch (tokens.word(1)) {
      case WORK,
          TRANSACTION,
          TRAN,
          DEFERRED,
          IMMEDIATE,
          EXCLUSIVE,
          CONCURRENT,
          ISOLATION,
          READ,
          DISTRIBUTED,
          DEFERRABLE ->
          true;
      default -> false;
    };
  }

  void begin() {
    tokens.skip();
    reading.controls(Word.BEGIN, Control.BEGIN);
  }

  /** COMMIT and END, ROLLBACK and ABORT. */
  void end(Word verb, Control control) {
    boolean isUnknown = verb == Word.END && !isCommit();
    tokens.skip();
    if (isUnknown) {
      reading.unread(); // the end of a body that was not recognised
      return;
    }
    reading.controls(verb, control);
    boolean isNamed = tokens.is(Word.TRANSACTION) || tokens.is(Word.TRAN);
    if (isNamed || tokens.is(Word.WORK)) {
      tokens.skip();
    }
    if (tokens.is(Word.TO) && control == Control.ROLLBACK) {
      tokens.skip();
      savepoint(Control.ROLLBACK_TO);
      return;
    }
    boolean isOfThePast = tokens.is(Word.PREPARED) || tokens.is(Word.FORCE);
    if (isOfThePast || isNamed && dialect == Dialect.H2 && tokens.isName(0)) {
      reading.control = Control.NONE; // ends a transaction of the past, not this one
    } else if (isNamed && dialect == Dialect.OTHER && tokens.isName(0)) {
      savepoint(control == Control.ROLLBACK ? Control.ROLLBACK_TO : control); // SQL Server
    } else if (tokens.is(Word.RETAIN)) {
      reading.chains = true; // Firebird: the transaction's context stays
    } else if (tokens.is(Word.AND)) {
      tokens.skip();
      reading.chains = tokens.is(Word.CHAIN);
    }
  }

  /** Whether END ends a transaction: with it, these databases say what is COMMIT elsewhere. */
  private boolean isCommit() {
    boolean isAlone =
        tokens.endsAt(1)
            || tokens.is(1, Word.WORK)
            || tokens.is(1, Word.TRANSACTION)
            || tokens.is(1, Word.AND);
    return isAlone
        && (dialect == Dialect.POSTGRESQL
            || dialect == Dialect.SQLITE
            || dialect == Dialect.DUCKDB
            || dialect == Dialect.OTHER);
  }

  /** SAVEPOINT x. */
  void savepoint() {
    tokens.skip();
    reading.controls(Word.SAVEPOINT, Control.SAVEPOINT);
    savepoint(Control.SAVEPOINT);
  }

  /** SQL Server: SAVE TRANSACTION x. */
  void save() {
    tokens.skip();
    if (!tokens.skipped(Word.TRANSACTION) && !tokens.skipped(Word.TRAN)) {
      reading.unread();
      return;
    }
    reading.controls(Word.SAVEPOINT, Control.SAVEPOINT);
    savepoint(Control.SAVEPOINT);
  }

  void release() {
    tokens.skip();
    reading.controls(Word.RELEASE, Control.RELEASE);
    if (tokens.is(Word.TO) && tokens.isName(1)) {
      tokens.skip();
    }
    savepoint(Control.RELEASE);
  }

  private void savepoint(Control control) {
    reading.control = control;
    if (tokens.is(Word.SAVEPOINT) && tokens.isName(1)) {
      tokens.skip();
    }
    if (!tokens.isName(0)) {
      reading.unread(); // which one?
      return;
    }
    boolean isQuoted = tokens.kind() != Token.WORD;
    reading.savepoint = dialect.savepointName(tokens.bare(), isQuoted);
    tokens.show();
  }

  /** PREPARE TRANSACTION ends the transaction; else it prepares a statement. */
  void prepare() {
    tokens.skip();
    boolean isTransaction =
        tokens.is(Word.TRANSACTION) && tokens.kind(1) == Token.LITERAL
            || tokens.is(Word.COMMIT) && dialect == Dialect.H2;
    reading.controls(Word.PREPARE, isTransaction ? Control.PREPARE : Control.NONE);
    while (!tail.isOver()) {
      tokens.skip(); // what it would write, EXECUTE writes
    }
  }

  /** XA START, END, PREPARE, COMMIT, ROLLBACK, RECOVER. */
  void distributed() {
    tokens.skip();
    Control control =
        switch (tokens.word()) {
          case START, BEGIN -> Control.BEGIN;
          case PREPARE, COMMIT, ROLLBACK -> Control.PREPARE;
          default -> Control.NONE;
        };
    boolean isCommit = tokens.is(Word.COMMIT);
    reading.is("XA", OperationType.OTHER, Effect.SESSION);
    reading.control = control;
    while (isCommit && !tail.isOver()) {
      if (tokens.kind() == Token.WORD && tokens.raw().equalsIgnoreCase("PHASE")) {
        reading.control = Control.COMMIT; // ONE PHASE
      }
      tail.step();
    }
  }

  /** SET, but for SET STATEMENT … FOR. */
  void set() {
    tokens.skip();
    reading.is(Word.SET, OperationType.OTHER, Effect.SESSION);
    tail.announcesSecrets();
    if (tokens.is(Word.TRANSACTION)) {
      reading.control = dialect == Dialect.FIREBIRD ? Control.BEGIN : Control.NONE;
      return;
    }
    if (tokens.is(Word.PASSWORD)) {
      reading.is(Word.SET, OperationType.DDL, Effect.DDL);
      return;
    }
    if (tokens.is(Word.GENERATOR) || tokens.is(Word.STATISTICS) && dialect == Dialect.FIREBIRD) {
      reading.is(Word.SET, OperationType.DDL, Effect.DDL);
      tokens.skip();
      tokens.skipped(Word.INDEX);
      reading.target(tokens.name());
      return;
    }
    boolean isGlobal = false; // for all that follow; @@global.x for x alone
    boolean isOneGlobal = false;
    boolean isSecret = false;
    while (!tail.isOver()) {
      Word word = tokens.word();
      if (word == Word.AUTOCOMMIT || word == Word.IMPLICIT_TRANSACTIONS) {
        tokens.skip();
        autoCommit(word, isGlobal || isOneGlobal);
        continue;
      }
      if (tokens.charBefore() == '@') {
        isOneGlobal = word == Word.GLOBAL;
      } else if (word == Word.GLOBAL || word == Word.SESSION || word == Word.LOCAL) {
        isGlobal = word == Word.GLOBAL;
      }
      isOneGlobal &= !tokens.is(',');
      if (tokens.is(1, '.') && tokens.kind() == Token.WORD) {
        tokens.skip();
        tokens.skip();
        continue;
      }
      isSecret |= tokens.kind() == Token.WORD && isSecret(tokens.raw());
      boolean assigns = tokens.is('=') || word == Word.TO;
      tail.step();
      if (isSecret && assigns) {
        tail.maskRest();
      }
    }
  }

  private static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("secret")
        || lower.contains("password")
        || lower.contains("key")
        || lower.contains("token")
        || lower.contains("credential");
  }

  private void autoCommit(Word word, boolean isGlobal) {
    tokens.skipped(':');
    if (!tokens.skipped('=')) {
      tokens.skipped(Word.TO);
    }
    String value = tokens.raw().toUpperCase(Locale.ROOT);
    if (isGlobal) {
      return;
    }
    boolean isOn = value.equals("1") || value.equals("ON") || value.equals("TRUE");
    boolean isOff = value.equals("0") || value.equals("OFF") || value.equals("FALSE");
    isOn |= value.equals("'ON'");
    isOff |= value.equals("'OFF'");
    if (isOn || isOff) {
      boolean isAutoCommit = isOn == (word == Word.AUTOCOMMIT);
      reading.control = isAutoCommit ? Control.AUTOCOMMIT_ON : Control.AUTOCOMMIT_OFF;
    } else {
      reading.control = Control.AUTOCOMMIT_OFF;
      reading.unread(); // a variable or DEFAULT: only the database knows
    }
  }

  /** PRAGMA x = y; keys of encrypted databases are set so. */
  void pragma() {
    tokens.skip();
    reading.is(Word.PRAGMA, OperationType.OTHER, Effect.SESSION);
    boolean isSecret = false;
    while (!tail.isOver()) {
      isSecret |= tokens.kind() == Token.WORD && isSecret(tokens.raw());
      boolean assigns = tokens.is('=') || tokens.is('(');
      if (tokens.is(1, '.')) {
        tokens.skip();
      }
      tail.step();
      if (isSecret && assigns) {
        tail.maskOperand();
      }
    }
  }

  /** What acts on the session alone. */
  void session(Word verb) {
    tokens.skip();
    reading.is(verb, OperationType.OTHER, Effect.SESSION);
    boolean isVariable = verb == Word.DECLARE && tokens.is('@');
    if (!isVariable) {
      tail.definesLater(); // DECLARE c CURSOR FOR …, LOCK TABLE t
    }
    if (verb == Word.CONNECT) {
      tail.maskRest();
    } else if (verb == Word.ATTACH) {
      tail.announcesSecrets();
    }
  }
}
