package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;

/**
 * Reads one statement: its first word says which reader goes on. An unknown first word counts as a
 * write of type OTHER that could not be read: an audit would rather name too much than too little.
 */
final class StatementReader {
  /** Most statements inside of each other: EXPLAIN, SET STATEMENT … FOR, WITH. */
  private static final int MOST_NESTED = 16;

  private final Tokens tokens;
  private final Reading reading;
  private final Dialect dialect;
  private final TailReader tail;
  private final WriteReader writes;
  private int nested;

  StatementReader(Tokens tokens, Reading reading) {
    this.tokens = tokens;
    this.reading = reading;
    this.dialect = tokens.dialect();
    this.tail = new TailReader(tokens, reading);
    this.writes = new WriteReader(tokens, reading, tail);
    tail.writesBy(writes);
  }

  /** Reads up to the semicolon that ends it, or to the text's end. */
  void read() {
    boolean isInsert = tokens.is(Word.INSERT);
    begin();
    tail.toEnd();
    reading.insertsOneRow &= isInsert;
  }

  private void begin() {
    if (nested++ == MOST_NESTED) {
      unknown();
      return;
    }
    while (tokens.is('(')) {
      tail.step();
    }
    if (tokens.kind() == Token.WORD) {
      verb(tokens.word());
    } else if (tokens.is('{')) {
      tokens.skip(); // {call f(?)} and {? = call f(?)}
      result();
      if (tokens.is(Word.CALL)) {
        call(Word.CALL);
      } else {
        unknown();
      }
    } else if (tokens.kind() == Token.PARAMETER && tokens.is(1, '=')) {
      result();
      call(Word.CALL);
    } else {
      unknown();
    }
  }

  /** Steps over {@code ? =}. */
  private void result() {
    if (tokens.kind() == Token.PARAMETER) {
      tokens.skip();
      tokens.skipped('=');
    }
  }

  private void unknown() {
    reading.is("OTHER", OperationType.OTHER, Effect.WRITE); // a word of theirs is no label
    reading.unread();
    tail.announcesSecrets();
  }

  private void verb(Word verb) {
    switch (verb) {
      case SELECT, VALUES, SHOW, FETCH, HANDLER, HELP, SCRIPT, SUMMARIZE, FROM, CHECKSUM -> {
        reading.is(verb, OperationType.READ, Effect.READ);
        tail.beginsQuery();
        tail.step();
      }
      case TABLE -> {
        reading.is(verb, OperationType.READ, Effect.READ);
        tokens.skip();
        reading.target(tokens.name());
      }
      case WITH -> with();
      case DESCRIBE, DESC -> {
        if (tokens.is(1, Word.ANALYZE) && dialect.isMySql()) {
          explain();
        } else {
          reading.is(verb, OperationType.READ, Effect.READ);
          tail.step();
        }
      }
      case EXPLAIN -> explain();
      case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT, TRUNCATE -> writes.read(verb);
      case COPY -> writes.copy();
      case LOAD -> writes.load();
      case CALL, EXEC, EXECUTE, DO -> call(verb);
      case CREATE,
          RECREATE,
          ALTER,
          DROP,
          RENAME,
          COMMENT,
          GRANT,
          REVOKE,
          REINDEX,
          REFRESH,
          OPTIMIZE,
          REPAIR,
          EXCHANGE,
          IMPORT ->
          new DdlReader(tokens, reading, tail, writes).read(verb);
      case ANALYZE -> analyze();
      case DECLARE -> declare();
      default -> control(verb);
    }
  }

  private void control(Word verb) {
    ControlReader control = new ControlReader(tokens, reading, tail);
    switch (verb) {
      case BEGIN -> {
        if (control.isTransaction()) {
          control.begin();
        } else {
          block();
        }
      }
      case START -> control.start();
      case COMMIT, END -> control.end(verb, Control.COMMIT);
      case ROLLBACK, ABORT -> control.end(verb, Control.ROLLBACK);
      case SAVEPOINT -> control.savepoint();
      case SAVE -> control.save();
      case RELEASE -> control.release();
      case PREPARE -> control.prepare();
      case XA -> control.distributed();
      case SET -> {
        if (tokens.is(1, Word.STATEMENT) && dialect != Dialect.POSTGRESQL) {
          setStatement();
        } else {
          control.set();
        }
      }
      case PRAGMA -> control.pragma();
      case RUNSCRIPT, BINLOG -> {
        tokens.skip();
        reading.is(verb, OperationType.OTHER, Effect.WRITE);
        reading.unread();
        tail.announcesSecrets();
      }
      default -> {
        if (verb.isOfSession()) {
          control.session(verb);
        } else {
          unknown();
        }
      }
    }
  }

  /** WITH x AS (…), y AS (…) and then the statement. */
  private void with() {
    reading.is(Word.WITH, OperationType.READ, Effect.READ);
    tokens.skip();
    boolean isRoutine = tokens.is(Word.FUNCTION) || tokens.is(Word.PROCEDURE);
    if (isRoutine && tokens.isName(1) && dialect == Dialect.OTHER) {
      reading.garbled(); // Oracle: a function's body is part of the query
    }
    tokens.skipped(Word.RECURSIVE);
    int outside = tail.depth();
    boolean isName = true;
    while (!tail.isOver()) {
      if (isName && tokens.isName(0)) {
        tokens.name(); // of a common table expression
        isName = false;
      } else if (tail.depth() == outside && tokens.word().beginsMain()) {
        boolean isRead = tokens.is(Word.SELECT) || tokens.is(Word.VALUES) || tokens.is(Word.FROM);
        if (!isRead) {
          begin();
        }
        return;
      } else if (tokens.is('(')) {
        tail.group();
      } else {
        isName = tokens.is(',');
        tail.step();
      }
    }
  }

  private void explain() {
    tokens.skip();
    boolean runs = false;
    if (tokens.is('(') && !tokens.word(1).beginsMain()) {
      runs = options();
    }
    while (!tail.isOver() && !tokens.word().beginsMain() && !tokens.is('(')) {
      Word word = tokens.word();
      runs |= word == Word.ANALYZE || word == Word.ANALYSE;
      boolean isPlan = word.isExplainOption() || tokens.kind() != Token.WORD;
      if (!isPlan && !runs && word == Word.NONE && tokens.wordBefore() == Word.EXPLAIN) {
        reading.isExplained = true; // MySQL: EXPLAIN t describes a table
        reading.target(tokens.name());
        return;
      }
      tokens.skip();
    }
    reading.isExplained = !runs;
    reading.isAnalyzed = runs;
    reading.is(Word.EXPLAIN, OperationType.READ, Effect.READ);
    if (!tail.isOver()) {
      begin();
    }
    if (runs && !reading.isWrite() && reading.effect == Effect.READ) {
      reading.main.verb = "EXPLAIN";
    }
  }

  /** PostgreSQL: (ANALYZE, VERBOSE off); whether the statement runs. */
  private boolean options() {
    boolean runs = false;
    int outside = tail.depth();
    do {
      boolean isAnalyze = tokens.is(Word.ANALYZE) || tokens.is(Word.ANALYSE);
      tail.step();
      if (isAnalyze) {
        runs = !isOff();
      }
    } while (tail.depth() > outside && !tokens.isAtTextEnd());
    return runs;
  }

  private boolean isOff() {
    String value = tokens.isAtTextEnd() ? "" : tokens.raw();
    String bare =
        value.length() > 2 && "'\"".indexOf(value.charAt(0)) >= 0
            ? value.substring(1, value.length() - 1)
            : value;
    return bare.equalsIgnoreCase("FALSE") || bare.equalsIgnoreCase("OFF") || bare.equals("0");
  }

  /** MariaDB's ANALYZE INSERT runs it, ANALYZE TABLE is DDL; elsewhere statistics are gathered. */
  private void analyze() {
    if (dialect.isMySql() || dialect == Dialect.OTHER) {
      int ahead = 1;
      if (tokens.is(1, Word.FORMAT) && tokens.is(2, '=')) {
        ahead = 4;
      }
      if (tokens.word(ahead).beginsMain() && !tokens.is(ahead, Word.TABLE)) {
        for (int i = 0; i < ahead; i++) {
          tokens.skip();
        }
        reading.isAnalyzed = true;
        begin();
        return;
      }
      if (dialect.isMySql()) {
        new DdlReader(tokens, reading, tail, writes).read(Word.ANALYZE);
        return;
      }
    }
    new ControlReader(tokens, reading, tail).session(Word.ANALYZE);
  }

  /** MariaDB: SET STATEMENT x = 1 FOR INSERT …. */
  private void setStatement() {
    tokens.skip();
    while (!tail.isOver() && !(tokens.is(Word.FOR) && tail.depth() == 0)) {
      tail.step();
    }
    if (tokens.skipped(Word.FOR) && !tail.isOver()) {
      begin();
    } else {
      unknown();
    }
  }

  private void call(Word verb) {
    tokens.skip();
    reading.is(verb == Word.CALL ? Word.CALL : verb, OperationType.CALL, Effect.WRITE);
    if (verb == Word.DO) {
      doIt();
      return;
    }
    if (verb == Word.EXECUTE) {
      if (tokens.is(Word.BLOCK) && dialect == Dialect.FIREBIRD) {
        tokens.skip();
        block();
        return;
      }
      if (tokens.is(Word.PROCEDURE) && tokens.isName(1)) {
        tokens.skip();
      } else if (dialect != Dialect.OTHER || tokens.is(Word.IMMEDIATE)) {
        reading.unread(); // a prepared statement, or one that is composed
        if (tokens.is(Word.IMMEDIATE)) {
          return;
        }
      }
    }
    if (tokens.is('@') && tokens.is(2, '=')) {
      tokens.skip(); // SQL Server: EXEC @result = f
      tokens.skip();
      tokens.skip();
    }
    boolean isDynamic =
        tokens.kind() == Token.WORD && tokens.raw().equalsIgnoreCase("sp_executesql");
    if (isDynamic) {
      reading.unread();
    }
    reading.target(tokens.name());
  }

  /** PostgreSQL's DO runs any code, MySQL's evaluates expressions. */
  private void doIt() {
    if (!dialect.isMySql()) {
      reading.unread();
    } else if (tokens.isName(0) && (tokens.is(1, '(') || tokens.is(1, '.'))) {
      reading.main.target = tokens.bare();
    } else {
      reading.is(Word.DO, OperationType.READ, Effect.READ);
    }
  }

  /** An anonymous block, whose first word is current. */
  private void block() {
    boolean declares = !tokens.is(Word.BEGIN);
    String verb = reading.main.verb.equals("EXECUTE") ? "EXECUTE" : "BEGIN";
    reading.is(verb, OperationType.CALL, Effect.WRITE);
    new BodyReader(tokens, reading, tail, writes).read(true, declares);
  }

  /** A cursor or a variable; in PL/SQL the beginning of a block. */
  private void declare() {
    if (dialect == Dialect.OTHER && !tokens.is(1, '@') && !isCursor()) {
      tokens.skip();
      block();
    } else {
      new ControlReader(tokens, reading, tail).session(Word.DECLARE);
    }
  }

  private boolean isCursor() {
    for (int ahead = 2; ahead < 7; ahead++) {
      if (tokens.is(ahead, Word.CURSOR) || tokens.is(ahead, Word.TEMPORARY)) {
        return true;
      }
    }
    return tokens.is(1, Word.GLOBAL) || tokens.is(1, Word.LOCAL);
  }
}
