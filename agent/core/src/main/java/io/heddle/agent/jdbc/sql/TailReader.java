package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.Reading.Write;
import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import java.util.Locale;

/**
 * Steps through what follows a statement's verb and its target: expressions, sub-queries, clauses.
 * It notices the first table that is read, functions that are called, and writes inside of the
 * statement, and keeps count of brackets. Brackets are not recursion: any depth costs the same.
 */
final class TailReader {
  private final Tokens tokens;
  private final Reading reading;
  private final Dialect dialect;
  private WriteReader writes;
  private int depth;

  /**
   * A bit for each of the first 64 depths: the next FROM there is the clause of a SELECT. Any other
   * is part of an expression, EXTRACT (YEAR FROM d), or names a time.
   */
  private long queries;

  /** Whether what stands right behind the bracket that opened last may be a statement. */
  private boolean isStatementBracket;

  private boolean sawOutput;
  private boolean sawQuery;

  /** Whether verbs inside of the statement are not run by it. */
  private boolean definesLater;

  /** Whether words such as PASSWORD announce secrets. */
  private boolean announcesSecrets;

  /** Whether each INTO names a table: INSERT ALL INTO a … INTO b …. */
  private boolean insertsIntoAll;

  /** The write whose clauses are being read; null if there is none. */
  private Write current;

  TailReader(Tokens tokens, Reading reading) {
    this.tokens = tokens;
    this.reading = reading;
    this.dialect = tokens.dialect();
  }

  void writesBy(WriteReader reader) {
    writes = reader;
  }

  void clausesOf(Write write) {
    current = write;
  }

  void insertsIntoAll() {
    insertsIntoAll = true;
  }

  /** What verbs stand in the statement is not done by it. */
  void definesLater() {
    definesLater = true;
  }

  void announcesSecrets() {
    announcesSecrets = true;
  }

  int depth() {
    return depth;
  }

  /** Whether the statement is over. */
  boolean isOver() {
    return tokens.isAtTextEnd() || tokens.is(';') && depth <= 0;
  }

  /** Steps to the end of the statement. */
  void toEnd() {
    while (!isOver()) {
      step();
    }
    if (depth != 0) {
      reading.garbled(); // also of a text that is cut off
    }
  }

  /** Steps over a bracket that opens here, and all that is in it. */
  void group() {
    int outside = depth;
    do {
      step();
    } while (depth > outside && !tokens.isAtTextEnd());
  }

  /** Steps over one token; of a clause that names tables, over the names as well. */
  void step() {
    switch (tokens.kind()) {
      case WORD -> word();
      case QUOTED_NAME, NAME_OR_TEXT -> quoted();
      case PUNCTUATION -> punctuation();
      default -> tokens.skip();
    }
  }

  private void punctuation() {
    if (tokens.is('(')) {
      Word before = tokens.wordBefore();
      isStatementBracket =
          before == Word.AS
              || before == Word.MATERIALIZED
              || before == Word.TABLE
              || before == Word.COPY;
      depth++;
      if (depth < Long.SIZE) {
        queries &= ~(1L << depth);
      }
    } else if (tokens.is(')')) {
      depth--;
      if (depth < 0) {
        reading.garbled();
        depth = 0;
      }
    }
    tokens.skip();
  }

  /** A query begins here: it has a FROM clause. */
  void beginsQuery() {
    sawQuery = true;
    if (depth < Long.SIZE) {
      queries |= 1L << depth;
    }
  }

  /** Whether FROM is a query's clause; the next one is no more. */
  private boolean isClause() {
    boolean isOfQuery = depth < Long.SIZE && (queries & 1L << depth) != 0;
    if (!isOfQuery || tokens.wordBefore() == Word.DISTINCT) {
      return false; // a IS DISTINCT FROM b
    }
    queries &= ~(1L << depth);
    return true;
  }

  private void quoted() {
    if (tokens.is(1, '.') || tokens.charBefore() == '.') {
      chain();
    } else if (tokens.kind() == Token.QUOTED_NAME && tokens.is(1, '(')) {
      chain();
    } else {
      tokens.skip();
    }
  }

  private void word() {
    Word word = tokens.word();
    if (tokens.charBefore() == '.') {
      chain();
      return;
    }
    switch (word) {
      case FROM -> {
        boolean isClause = isClause();
        tokens.skip();
        if (isClause) {
          fromList();
        }
      }
      case JOIN -> {
        tokens.skip();
        fromList();
      }
      case INTO -> {
        tokens.skip();
        into();
      }
      case ON -> {
        tokens.skip();
        conflict();
      }
      case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT, TRUNCATE, EXEC -> inner(word);
      case RETURNING -> {
        reading.answersRows |= depth == 0;
        tokens.skip();
      }
      case OUTPUT -> {
        sawOutput = true;
        reading.answersRows |= depth == 0;
        tokens.skip();
      }
      case SELECT -> {
        beginsQuery();
        tokens.skip();
      }
      case VALUES -> {
        sawQuery = true;
        tokens.skip();
      }
      case PASSWORD, IDENTIFIED, KEY, SECRET, USING, HASH, SALT -> {
        tokens.skip();
        if (announcesSecrets) {
          secret(word);
        }
      }
      default -> {
        if (word.mayBeCalled() && (tokens.is(1, '(') || tokens.is(1, '.'))) {
          chain();
        } else {
          tokens.skip();
        }
      }
    }
  }

  /** A name with what qualifies it, of a column or of a function. */
  private void chain() {
    boolean isType =
        tokens.wordBefore() == Word.AS
            || tokens.charBefore() == ':'
            || reading.effect == Effect.DDL && !sawQuery;
    boolean isTableAlias = tokens.wordBefore() == Word.AS;
    StringBuilder name = null;
    boolean isFunction = tokens.is(1, '(');
    String single = isFunction && !isType ? tokens.bare() : null;
    if (!isFunction && tokens.is(1, '.') && isQualifiedCall()) {
      name = new StringBuilder();
    }
    while (true) {
      if (name != null) {
        name.append(tokens.bare());
      }
      tokens.show();
      if (!tokens.is('.')) {
        break;
      }
      tokens.skip();
      Token kind = tokens.kind();
      if (kind != Token.WORD && kind != Token.QUOTED_NAME && kind != Token.NAME_OR_TEXT) {
        break;
      }
      if (name != null) {
        name.append('.');
      }
    }
    if (tokens.is('(') && !isType && !isTableAlias) {
      String called = name == null ? single : name.toString();
      if (called != null) {
        reading.calls(called.toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Whether a bracket follows a qualified name; it looks three dots far. */
  private boolean isQualifiedCall() {
    int ahead = 1;
    while (ahead < 6 && tokens.is(ahead, '.')) {
      ahead += 2;
    }
    return tokens.is(ahead, '(');
  }

  /** Names of tables that are read; the first one is what a query is about. */
  private void fromList() {
    boolean another = true;
    while (another) {
      another = false;
      while (tokens.is(Word.ONLY) && tokens.isName(1) || tokens.is(Word.LATERAL)) {
        tokens.skip();
      }
      if (!tokens.isName(0) || tokens.is(1, '(')) {
        return;
      }
      String name = tokens.name();
      if (tokens.is('(')) {
        if (name != null) {
          reading.calls(name.toLowerCase(Locale.ROOT));
        }
        return;
      }
      if (name != null && !reading.isWrite() && reading.main.target.isEmpty()) {
        reading.main.target = name;
      }
      if (tokens.is(Word.AS)) {
        tokens.skip();
      }
      if (tokens.kind() == Token.WORD && tokens.word().mayBeAlias()) {
        tokens.skip();
      }
      if (tokens.is(',') && !tokens.is(1, '(') && depth >= 0 && !tokens.is(2, '(')) {
        tokens.skip();
        another = true;
      }
    }
  }

  /** SELECT … INTO t, INSERT ALL INTO t, OUTPUT … INTO t; elsewhere it names variables. */
  private void into() {
    if (insertsIntoAll) {
      reading.target(tokens.name());
    } else if (sawQuery && !reading.isWrite() && !dialect.isMySql()) {
      while (tokens.word().isTableKind() && (tokens.isName(1) || tokens.word(1).isTableKind())) {
        tokens.skip();
      }
      if (tokens.isName(0) && !tokens.is('@')) {
        reading.is(Word.SELECT, OperationType.CREATE, Effect.WRITE);
        reading.main.target = "";
        reading.target(tokens.name());
      }
    } else if (sawOutput && dialect == Dialect.OTHER && tokens.isName(0) && !tokens.is('@')) {
      reading.writes("INSERT", OperationType.CREATE, tokens.name());
    }
  }

  /** ON CONFLICT … and ON DUPLICATE KEY UPDATE make an INSERT one that may change rows. */
  private void conflict() {
    if (current == null || !current.verb.equals("INSERT")) {
      return;
    }
    if (tokens.is(Word.DUPLICATE) && tokens.is(1, Word.KEY)) {
      current.type = OperationType.MERGE;
    } else if (tokens.is(Word.CONFLICT)
        && (tokens.is(1, '(') || tokens.is(1, Word.DO) || tokens.is(1, Word.ON))) {
      tokens.skip();
      while (!isOver() && !tokens.is(Word.DO)) {
        step();
      }
      boolean isNothing = tokens.is(Word.DO) && tokens.is(1, Word.NOTHING);
      if (!isNothing) {
        current.type = OperationType.MERGE;
      }
      tokens.skipped(Word.DO);
      if (tokens.is(Word.UPDATE)) {
        tokens.skip();
      }
    }
  }

  /**
   * A verb in the middle: of a statement in a common table expression or in FINAL TABLE (…), of the
   * next one where a semicolon may be missing; or a name, a privilege, an event.
   */
  private void inner(Word word) {
    boolean mayRun = !definesLater && beginsWrite(word);
    if (mayRun) {
      writes.inner(word);
    } else if (word == Word.REPLACE && announcesSecrets) {
      tokens.skip(); // Oracle: IDENTIFIED BY new REPLACE old
      maskOperand();
    } else if ((tokens.is(1, '(') || tokens.is(1, '.')) && tokens.wordBefore() != Word.THEN) {
      chain();
    } else {
      tokens.skip(); // MERGE … THEN INSERT (…)
    }
  }

  private boolean beginsWrite(Word word) {
    boolean isBehindBracket = tokens.charBefore() == '(' || tokens.charBefore() == ')' && depth > 0;
    if (!isBehindBracket && !isNext()) {
      return false;
    }
    return switch (word) {
      case INSERT -> tokens.is(1, Word.INTO) || tokens.is(1, Word.OR) && tokens.is(3, Word.INTO);
      case DELETE -> tokens.is(1, Word.FROM);
      case MERGE, REPLACE, UPSERT -> tokens.is(1, Word.INTO);
      case UPDATE -> {
        boolean isNamed = tokens.isName(1) && !tokens.is(1, Word.SET) || tokens.is(1, Word.ONLY);
        boolean isFirst = tokens.charBefore() == '(' && isStatementBracket;
        yield isNamed && (isFirst || isSetAhead());
      }
      case TRUNCATE -> tokens.is(1, Word.TABLE) && !isBehindBracket;
      case EXEC -> tokens.isName(1) && !isBehindBracket;
      default -> false;
    };
  }

  /** SQL Server: whether a verb in the middle may begin the next statement, without a semicolon. */
  private boolean isNext() {
    return dialect == Dialect.OTHER
        && depth == 0
        && tokens.charBefore() != ','
        && !tokens.wordBefore().beginsMain();
  }

  /** Whether SET follows the names behind UPDATE. */
  private boolean isSetAhead() {
    for (int ahead = 2; ahead < 6; ahead++) {
      if (tokens.is(ahead, Word.SET)) {
        return true;
      }
      if (!tokens.is(ahead, '.') && !tokens.isName(ahead)) {
        return false;
      }
    }
    return false;
  }

  /** What stands behind PASSWORD, IDENTIFIED BY and the like may be a secret without quotes. */
  private void secret(Word word) {
    if (word == Word.IDENTIFIED) {
      if (tokens.is(Word.WITH) || tokens.is(Word.VIA)) {
        tokens.skip();
        tokens.skip();
      }
      if (!tokens.skipped(Word.BY) && !tokens.skipped(Word.AS) && !tokens.skipped(Word.USING)) {
        return;
      }
      tokens.skipped(Word.PASSWORD);
    }
    tokens.skipped('=');
    maskOperand();
  }

  /** Masks a token and whatever is glued to it. */
  void maskOperand() {
    if (isOver() || tokens.is(',') || tokens.is('(') || tokens.is(')')) {
      return;
    }
    tokens.mask();
    while (!isOver()
        && !tokens.isSpaced(0)
        && !tokens.is(',')
        && !tokens.is('(')
        && !tokens.is(')')) {
      tokens.drop();
    }
  }

  /** Masks all that is left of the statement. */
  void maskRest() {
    if (!isOver()) {
      tokens.mask();
    }
    while (!isOver()) {
      tokens.drop();
    }
  }
}
