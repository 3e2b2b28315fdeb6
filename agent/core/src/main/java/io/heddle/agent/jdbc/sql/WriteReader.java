package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.Reading.Write;
import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the verbs that change rows, from the verb to behind the names of the tables: where a name
 * is due, any word is one.
 *
 * <p>Bound: {@link #MOST_NESTED} writes inside of each other; deeper ones are not read.
 */
final class WriteReader {
  private static final int MOST_NESTED = 16;

  private final Tokens tokens;
  private final Reading reading;
  private final TailReader tail;
  private final Dialect dialect;
  private int nested;

  WriteReader(Tokens tokens, Reading reading, TailReader tail) {
    this.tokens = tokens;
    this.reading = reading;
    this.tail = tail;
    this.dialect = tokens.dialect();
  }

  /** A write inside of the statement, whose verb is current. */
  void inner(Word verb) {
    if (nested == MOST_NESTED) {
      reading.unread();
      tokens.skip();
      return;
    }
    nested++;
    read(verb, false);
    nested--;
  }

  /** The statement itself, whose verb is current. */
  void read(Word verb) {
    read(verb, true);
  }

  private void read(Word verb, boolean isMain) {
    tokens.skip();
    switch (verb) {
      case INSERT -> insert(isMain);
      case UPDATE -> update(isMain);
      case DELETE -> delete(isMain);
      case MERGE, REPLACE, UPSERT -> merge(verb, isMain);
      case TRUNCATE -> truncate(isMain);
      default -> found(Word.CALL, OperationType.CALL, tokens.name(), isMain);
    }
  }

  private Write found(Word verb, OperationType type, String name, boolean isMain) {
    Write write;
    if (isMain) {
      reading.is(verb, type, Effect.WRITE);
      reading.main.target = ""; // what a common table expression reads is no target
      reading.target(name);
      write = reading.main;
    } else {
      write = reading.begins(verb.name(), type, name);
    }
    tail.clausesOf(write);
    return write;
  }

  private void insert(boolean isMain) {
    OperationType type = OperationType.CREATE;
    boolean isPlain = isMain;
    if (tokens.is(Word.OR)) {
      tokens.skip();
      type = tokens.is(Word.REPLACE) ? OperationType.MERGE : type;
      tokens.skip();
      isPlain = false;
    }
    isPlain &= !skipModifiers();
    if (dialect == Dialect.OTHER && isInsertAll()) {
      tokens.skip();
      reading.is(Word.INSERT, type, Effect.WRITE);
      tail.insertsIntoAll();
      return;
    }
    top();
    boolean isOverwrite = tokens.is(Word.OVERWRITE) && !tokens.is(1, '(');
    if (isOverwrite) {
      tokens.skip();
    }
    boolean hasInto = tokens.skipped(Word.INTO);
    if (tokens.is(Word.TABLE) && tokens.isName(1)) {
      tokens.skip();
    }
    boolean isFunction = tokens.is(Word.FUNCTION) && tokens.isName(1); // ClickHouse
    boolean isDue = hasInto || isOverwrite || mayLeaveOutInto();
    String name = isDue && !isFunction ? tokens.name() : null;
    found(Word.INSERT, type, name, isMain);
    if (name != null) {
      rows(isPlain);
    }
  }

  private boolean isInsertAll() {
    return (tokens.is(Word.ALL) || tokens.is(Word.FIRST))
        && (tokens.is(1, Word.INTO) || tokens.is(1, Word.WHEN));
  }

  private boolean mayLeaveOutInto() {
    return dialect.isMySql() || dialect == Dialect.OTHER;
  }

  /** Columns and, if that is all, the one row. */
  private void rows(boolean isPlain) {
    if (tokens.is('(') && !beginsQuery()) {
      names();
    }
    if (tokens.is(Word.FORMAT) && dialect == Dialect.OTHER) {
      tokens.giveUp(); // ClickHouse: the rows themselves
      return;
    }
    if (!isPlain || !tokens.is(Word.VALUES) || !tokens.is(1, '(')) {
      return;
    }
    tail.step();
    tail.group();
    reading.insertsOneRow = tail.isOver() || tokens.is(Word.RETURNING);
  }

  private boolean beginsQuery() {
    return tokens.is(1, Word.SELECT)
        || tokens.is(1, Word.WITH)
        || tokens.is(1, Word.VALUES)
        || tokens.is(1, Word.TABLE)
        || tokens.is(1, '(');
  }

  /** Names in brackets: between brackets and commas nothing else can stand. */
  private void names() {
    int outside = tail.depth();
    do {
      boolean isAlone = tokens.is(1, ',') || tokens.is(1, ')');
      if (tokens.kind() == Token.NAME_OR_TEXT && isAlone) {
        tokens.show();
      } else {
        tail.step();
      }
    } while (tail.depth() > outside && !tokens.isAtTextEnd());
  }

  /** MySQL's LOW_PRIORITY and the like; whether there were any. */
  private boolean skipModifiers() {
    boolean any = false;
    while (tokens.word().isModifier()
        && (tokens.is(1, Word.INTO)
            || tokens.is(1, Word.FROM)
            || tokens.word(1).isModifier()
            || dialect.isMySql() && tokens.isName(1) && !tokens.is(1, Word.SET))) {
      tokens.skip();
      any = true;
    }
    return any;
  }

  /** SQL Server: TOP (n). */
  private void top() {
    if (dialect == Dialect.OTHER && tokens.is(Word.TOP) && tokens.is(1, '(')) {
      tokens.skip();
      tail.group();
      tokens.skipped(Word.PERCENT);
    }
  }

  private void update(boolean isMain) {
    if (tokens.is(Word.OR)) {
      tokens.skip();
      if (tokens.is(Word.INSERT)) { // Firebird
        tokens.skip();
        tokens.skipped(Word.INTO);
        found(Word.UPDATE, OperationType.MERGE, tokens.name(), isMain);
        rows(false);
        return;
      }
      tokens.skip(); // SQLite: OR IGNORE
    }
    skipModifiers();
    top();
    if (dialect.isMySql()) {
      updateOfSeveral(isMain);
      return;
    }
    boolean isBracketed = skipOnly();
    boolean isMissing = tokens.is(Word.SET) && !tokens.is(1, Word.SET);
    String name = isMissing ? null : tokens.name();
    Write write = found(Word.UPDATE, OperationType.UPDATE, tokens.is('(') ? null : name, isMain);
    if (isBracketed && tokens.is(')')) {
      tail.step();
    }
    int outside = tail.depth();
    boolean first = true;
    while (!tail.isOver() && !tokens.is(Word.SET) && tail.depth() >= outside) {
      if (first && tokens.kind() == Token.NAME_OR_TEXT) {
        tokens.show(); // an alias
      } else {
        tail.step();
      }
      first = tokens.wordBefore() == Word.AS;
    }
    if (!tokens.is(Word.SET)) {
      reading.unread();
      return;
    }
    assignments(null);
    if (dialect == Dialect.OTHER && tokens.is(Word.FROM) && name != null) {
      tokens.skip();
      write.target = resolved(name);
    }
  }

  /** SQL Server: UPDATE o SET … FROM orders o. */
  private String resolved(String name) {
    TableReferences references = new TableReferences(tokens, tail);
    references.read();
    String named = references.named(name);
    return named == null ? name : named;
  }

  private boolean skipOnly() {
    boolean isOnly =
        tokens.is(Word.ONLY)
            && (tokens.is(1, '(')
                || dialect.hasOnly() && tokens.isName(1) && !tokens.is(1, Word.SET));
    if (!isOnly) {
      return false;
    }
    tokens.skip();
    if (!tokens.is('(')) {
      return false;
    }
    tail.step();
    return true;
  }

  /** MySQL: any of the tables may be written; SET says which. */
  private void updateOfSeveral(boolean isMain) {
    TableReferences references = new TableReferences(tokens, tail);
    boolean isMissing = tokens.is(Word.SET) && !tokens.is(1, Word.SET);
    if (!isMissing) {
      references.read();
    }
    if (!references.isComplete() || references.count() == 0 || !tokens.is(Word.SET)) {
      reading.unread();
    }
    if (tokens.is(Word.SET)) {
      assignments(references);
    }
    boolean isFirst = true;
    for (int i = 0; i < references.count(); i++) {
      if (references.count() > 1 && !references.isWritten(i)) {
        continue;
      }
      if (isFirst) {
        found(Word.UPDATE, OperationType.UPDATE, references.name(i), isMain);
      } else {
        reading.writes("UPDATE", OperationType.UPDATE, references.name(i));
      }
      isFirst = false;
    }
    if (isFirst) {
      found(Word.UPDATE, OperationType.UPDATE, null, isMain);
    }
  }

  /**
   * SET a = 1, t.b = 2, with SET as the current word.
   *
   * @param references learns which of its tables columns are assigned of: all of them if one has no
   *     qualifier; null if it does not matter
   */
  private void assignments(TableReferences references) {
    tokens.skip();
    int outside = tail.depth();
    boolean isDue = true;
    while (!tail.isOver()
        && tail.depth() >= outside
        && !(tail.depth() == outside && tokens.word().endsAssignments())) {
      if (isDue) {
        isDue = false;
        column(references);
      } else {
        isDue = tokens.is(',') && tail.depth() == outside;
        if (tokens.is(')') && tail.depth() == outside) {
          return;
        }
        tail.step();
      }
    }
  }

  private void column(TableReferences references) {
    if (references != null && references.count() > 1 && tokens.isName(0)) {
      String column = tokens.name();
      int dot = column == null ? -1 : column.lastIndexOf('.');
      references.writes(dot < 0 ? null : column.substring(0, dot));
    } else if (tokens.kind() == Token.NAME_OR_TEXT && tokens.is(1, '=')) {
      tokens.show();
    }
  }

  private void delete(boolean isMain) {
    skipModifiers();
    top();
    boolean isHistory = tokens.is(Word.HISTORY) && tokens.is(1, Word.FROM) && dialect.isMySql();
    String history = isHistory ? tokens.raw() : null;
    if (isHistory) {
      tokens.skip();
    }
    boolean hasFrom = tokens.skipped(Word.FROM);
    if (isHistory) {
      deleteHistory(history, isMain);
      return;
    }
    boolean isBracketed = skipOnly();
    String name = tokens.name();
    if (tokens.is('(')) {
      name = null;
    }
    if (isBracketed && tokens.is(')')) {
      tail.step();
    }
    List<String> others = new ArrayList<>(0);
    while (dialect.isMySql() && tokens.is(',')) {
      tail.step();
      others.add(tokens.name());
    }
    boolean isOfSeveral =
        (!hasFrom || dialect == Dialect.OTHER) && tokens.is(Word.FROM); // DELETE o FROM orders o
    boolean isUsing = hasFrom && tokens.is(Word.USING) && dialect.isMySql();
    Write write = found(Word.DELETE, OperationType.DELETE, name, isMain);
    if (!isOfSeveral && !isUsing) {
      return;
    }
    tokens.skip();
    TableReferences references = new TableReferences(tokens, tail);
    references.read();
    if (name != null) {
      write.target = named(references, name);
    }
    for (String other : others) {
      String target = other == null ? null : named(references, other);
      reading.writes("DELETE", OperationType.DELETE, target);
    }
  }

  /** MariaDB: DELETE HISTORY FROM t; but that may also be a table's alias. */
  private void deleteHistory(String history, boolean isMain) {
    TableReferences references = new TableReferences(tokens, tail);
    references.read();
    String named = references.named(history);
    String only = references.count() == 1 ? references.name(0) : null;
    found(Word.DELETE, OperationType.DELETE, named == null ? only : named, isMain);
  }

  private static String named(TableReferences references, String name) {
    String named = references.named(name);
    return named == null ? name : named;
  }

  private void merge(Word verb, boolean isMain) {
    skipModifiers();
    top();
    tokens.skipped(Word.INTO);
    boolean isBracketed = skipOnly();
    String name = tokens.name();
    found(verb, OperationType.MERGE, name, isMain);
    if (isBracketed && tokens.is(')')) {
      tail.step();
    }
    if (name != null && verb != Word.MERGE) {
      rows(false);
    }
  }

  private void truncate(boolean isMain) {
    if (tokens.is(Word.SCHEMA) && tokens.isName(1)) {
      reading.unread(); // HSQLDB: all tables in it
    }
    if (tokens.is(Word.TABLE) || tokens.is(Word.SCHEMA) && tokens.isName(1)) {
      tokens.skip();
    }
    skipIfExists();
    skipOnly();
    found(Word.TRUNCATE, OperationType.DELETE, tokens.name(), isMain);
    tokens.skipped('*');
    while (tokens.is(',')) {
      tail.step();
      skipOnly();
      reading.writes("TRUNCATE", OperationType.DELETE, tokens.name());
      tokens.skipped('*');
    }
    while (isMain && !tail.isOver()) {
      if (tokens.is(Word.CASCADE)) {
        reading.unread(); // PostgreSQL: all tables that refer to these
      }
      tail.step();
    }
  }

  void skipIfExists() {
    if (tokens.is(Word.IF) && (tokens.is(1, Word.EXISTS) || tokens.is(1, Word.NOT))) {
      tokens.skip();
      tokens.skipped(Word.NOT);
      tokens.skipped(Word.EXISTS);
    }
  }

  /** COPY, whose verb is current: from a file it creates, to a file it reads. */
  void copy() {
    tokens.skip();
    reading.is(Word.COPY, OperationType.READ, Effect.READ);
    if (tokens.is(Word.BINARY) && tokens.isName(1)) {
      tokens.skip();
    }
    if (tokens.is('(')) {
      return; // COPY (query) TO; or a write in place of the query
    }
    boolean isInto = tokens.skipped(Word.INTO);
    boolean isDatabase = tokens.is(Word.FROM) && tokens.is(1, Word.DATABASE);
    String name = isDatabase ? null : tokens.name();
    if (tokens.is('(')) {
      names();
    }
    boolean isWrite = isInto || isDatabase || tokens.is(Word.FROM) || name == null;
    if (isWrite) {
      reading.is(Word.COPY, OperationType.CREATE, Effect.WRITE);
    }
    reading.target(name);
    if (tokens.is(Word.FROM) && tokens.is(1, Word.STDIN)) {
      while (!tail.isOver()) {
        tail.step();
      }
      if (tokens.is(';') && tokens.kind(1) != Token.END) {
        tokens.giveUp(); // rows follow, and they are no SQL
      }
    }
  }

  /** MySQL's LOAD DATA and LOAD XML, whose verb is current; elsewhere libraries are loaded. */
  void load() {
    tokens.skip();
    if (!tokens.is(Word.DATA) && !tokens.is(Word.XML)) {
      reading.is(Word.LOAD, OperationType.OTHER, Effect.SESSION);
      return;
    }
    reading.is(Word.LOAD, OperationType.CREATE, Effect.WRITE);
    while (!tail.isOver() && !tokens.is(Word.INTO)) {
      if (tokens.is(Word.REPLACE)) {
        reading.main.type = OperationType.MERGE;
      }
      tokens.skip();
    }
    tokens.skipped(Word.INTO);
    tokens.skipped(Word.TABLE);
    reading.target(tokens.name());
  }
}
