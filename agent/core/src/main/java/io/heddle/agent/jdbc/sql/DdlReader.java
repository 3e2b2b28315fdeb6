package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.Reading.Write;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;

/** Reads the verbs that change the schema, with the tables that they name. */
final class DdlReader {
  /** Most words between a verb and the kind of object it is about. */
  private static final int MOST_WORDS = 32;

  private final Tokens tokens;
  private final Reading reading;
  private final TailReader tail;
  private final WriteReader writes;

  DdlReader(Tokens tokens, Reading reading, TailReader tail, WriteReader writes) {
    this.tokens = tokens;
    this.reading = reading;
    this.tail = tail;
    this.writes = writes;
  }

  /** Reads a statement whose verb is current. */
  void read(Word verb) {
    tokens.skip();
    reading.is(verb, OperationType.DDL, Effect.DDL);
    switch (verb) {
      case CREATE, RECREATE -> create();
      case ALTER -> alter();
      case DROP -> drop();
      case RENAME -> rename();
      case COMMENT -> comment();
      case GRANT, REVOKE -> grant();
      case EXCHANGE -> exchange();
      case IMPORT -> reading.unread(); // tables of a whole schema or database
      default -> maintain();
    }
  }

  /** Steps to behind the word that says what kind of object it is about; NONE if there is none. */
  private Word kind() {
    for (int i = 0; i < MOST_WORDS && !tail.isOver(); i++) {
      Word word = tokens.word();
      if (word.isObjectKind()) {
        tokens.skip();
        boolean isPair =
            word == Word.EVENT && tokens.is(Word.TRIGGER)
                || word == Word.AGGREGATE && tokens.is(Word.FUNCTION)
                || tokens.is(Word.BODY)
                || word == Word.USER && tokens.is(Word.MAPPING)
                || word == Word.DATABASE && tokens.is(Word.LINK);
        if (isPair && tokens.isName(1)) {
          tokens.skip();
        }
        return word;
      }
      tail.step();
    }
    return Word.NONE;
  }

  private void skipOptions() {
    if (tokens.is(Word.CONCURRENTLY) && tokens.isName(1) && !tokens.is(1, Word.ON)) {
      tokens.skip();
    }
    writes.skipIfExists();
  }

  private void create() {
    Word kind = kind();
    skipOptions();
    if (kind != Word.TABLE) {
      tail.definesLater();
    }
    switch (kind) {
      case NONE -> reading.unread();
      case INDEX -> index();
      case TRIGGER -> trigger();
      case RULE -> {
        reading.target(tokens.name());
        alsoBehind(Word.TO);
      }
      case POLICY -> {
        reading.target(tokens.name());
        alsoBehind(Word.ON);
      }
      case FUNCTION, PROCEDURE, PROC, EVENT, PACKAGE, TYPE -> routine(kind);
      case USER, ROLE, LOGIN, GROUP, SERVER, DATABASE -> {
        tail.announcesSecrets();
        named();
      }
      case SECRET -> {
        named();
        tail.maskRest();
      }
      default -> named();
    }
  }

  /** The object's name; some kinds have none. */
  private void named() {
    if (tokens.isName(0) && !tokens.is(Word.AUTHORIZATION)) {
      reading.target(tokens.name());
    }
  }

  private void index() {
    boolean hasName = !tokens.is(Word.ON) || tokens.is(1, Word.ON);
    if (hasName) {
      reading.target(tokens.name());
    }
    alsoBehind(Word.ON);
  }

  /** The table behind a word is written as well; what is due and missing is unread. */
  private void alsoBehind(Word word) {
    while (!tail.isOver() && !tokens.is(word)) {
      tail.step();
    }
    if (!tokens.skipped(word)) {
      return;
    }
    if (tokens.is(Word.ONLY) && tokens.isName(1)) {
      tokens.skip();
    }
    reading.target(tokens.name());
  }

  private void trigger() {
    String name = tokens.name();
    reading.target(name);
    boolean isFirebird = tokens.is(Word.FOR) && tokens.isName(1);
    alsoBehind(isFirebird ? Word.FOR : Word.ON);
    body();
  }

  private void routine(Word kind) {
    named();
    if (kind == Word.PACKAGE && tokens.dialect() != Dialect.FIREBIRD) {
      reading.unread();
      while (!tokens.isAtTextEnd()) {
        tokens.skip(); // whatever follows may be part of it
      }
    } else if (kind != Word.TYPE) {
      body();
    }
  }

  private void body() {
    boolean mayDeclare = tokens.dialect() == Dialect.OTHER || tokens.dialect() == Dialect.FIREBIRD;
    while (mayDeclare && !tail.isOver() && !isBegin()) {
      boolean isAs = tokens.is(Word.AS) || tokens.is(Word.IS) || tokens.is(Word.DECLARE);
      if (isAs && tail.depth() == 0) {
        tokens.skip();
        boolean isExternal = tokens.is(Word.LANGUAGE) || tokens.is(Word.EXTERNAL);
        boolean isText = tokens.kind() == SqlLexer.Token.LITERAL;
        new BodyReader(tokens, reading, tail, writes).read(false, !isExternal && !isText);
        return;
      }
      tail.step();
    }
    new BodyReader(tokens, reading, tail, writes).read(false, false);
  }

  private boolean isBegin() {
    return tokens.is(Word.BEGIN) && tail.depth() == 0;
  }

  private void alter() {
    if (tokens.is(Word.SESSION) || tokens.is(Word.SYSTEM)) {
      reading.is(Word.ALTER, OperationType.OTHER, Effect.SESSION);
      tail.announcesSecrets();
      return;
    }
    Word kind = kind();
    writes.skipIfExists();
    switch (kind) {
      case NONE -> reading.unread();
      case TABLE -> alterTable();
      case TRIGGER, FUNCTION, PROCEDURE, PROC, EVENT, PACKAGE -> {
        tail.definesLater();
        routine(kind);
      }
      case USER, ROLE, LOGIN, GROUP, SERVER -> {
        tail.announcesSecrets();
        named();
      }
      default -> named();
    }
  }

  private void alterTable() {
    if (tokens.is(Word.ONLY) && tokens.isName(1)) {
      tokens.skip();
    }
    if (tokens.is(Word.ALL) && tokens.is(1, Word.IN)) {
      reading.unread(); // ALL IN TABLESPACE
      return;
    }
    reading.target(tokens.name());
    boolean begins = true;
    while (!tail.isOver()) {
      if (begins && tokens.is(Word.RENAME)) {
        tokens.skip();
        renamed();
      } else if (tokens.is(Word.EXCHANGE) || tokens.is(Word.SWAP)) {
        alsoBehindWith();
      } else if ((tokens.is(Word.ATTACH) || tokens.is(Word.DETACH))
          && tokens.is(1, Word.PARTITION)) {
        tokens.skip();
        tokens.skip();
        reading.target(tokens.name());
      } else {
        begins = tokens.is(',') && tail.depth() == 0;
        tail.step();
      }
    }
  }

  /** RENAME TO t, RENAME AS t, RENAME t; but not RENAME COLUMN a TO b. */
  private void renamed() {
    boolean isTable =
        tokens.is(Word.TO)
            || tokens.is(Word.AS)
            || tokens.isName(0) && (tokens.endsAt(1) || tokens.is(1, ',') || tokens.is(1, '.'));
    if (!isTable) {
      return;
    }
    if ((tokens.is(Word.TO) || tokens.is(Word.AS)) && tokens.isName(1)) {
      tokens.skip();
    }
    reading.target(tokens.name());
  }

  private void alsoBehindWith() {
    tokens.skip();
    while (!tail.isOver() && !tokens.is(Word.WITH)) {
      tail.step();
    }
    tokens.skipped(Word.WITH);
    if (tokens.is(Word.TABLE) && tokens.isName(1)) {
      tokens.skip();
    }
    reading.target(tokens.name());
  }

  private void drop() {
    if (tokens.is(Word.PREPARE)) {
      reading.is(Word.DROP, OperationType.OTHER, Effect.SESSION);
      return;
    }
    if (tokens.is(Word.ALL) || tokens.is(Word.OWNED)) {
      reading.unread();
      return;
    }
    Word kind = kind();
    skipOptions();
    if (kind == Word.NONE || kind == Word.SCHEMA || kind == Word.DATABASE) {
      reading.unread(); // and all tables in it
    }
    if (!tokens.isName(0)) {
      return; // DROP CAST (…)
    }
    reading.target(tokens.name());
    while (!tail.isOver()) {
      if (tokens.is(',') && tail.depth() == 0 && tokens.isName(1)) {
        tail.step();
        reading.target(tokens.name());
      } else if (tokens.is(Word.ON) && tail.depth() == 0 && tokens.isName(1)) {
        tokens.skip();
        reading.target(tokens.name());
      } else {
        tail.step();
      }
    }
  }

  private void rename() {
    if (tokens.is(Word.USER) && !tokens.is(1, Word.TO) && !tokens.is(1, '.')) {
      return;
    }
    boolean isOfTable = !tokens.is(Word.COLUMN);
    if (tokens.word().isObjectKind() && tokens.isName(1) && !tokens.is(1, Word.TO)) {
      tokens.skip();
    } else if (tokens.is(Word.COLUMN) && tokens.isName(1)) {
      tokens.skip();
    }
    boolean isDue = true;
    while (!tail.isOver()) {
      if (isDue) {
        isDue = false;
        writes.skipIfExists();
        String name = tokens.name();
        reading.target(isOfTable ? name : qualifier(name));
      } else {
        isDue = isOfTable && (tokens.is(',') || tokens.is(Word.TO));
        tail.step();
      }
    }
  }

  /** The table in the name of a column. */
  private static String qualifier(String column) {
    int dot = column == null ? -1 : column.lastIndexOf('.');
    return dot < 0 ? column : column.substring(0, dot);
  }

  private void comment() {
    if (!tokens.skipped(Word.ON)) {
      reading.unread();
      return;
    }
    boolean isOfColumn = tokens.is(Word.COLUMN) && tokens.isName(1) && !tokens.is(1, Word.IS);
    while (tokens.isName(0) && tokens.isName(1) && !tokens.is(1, Word.IS)) {
      if (tokens.is(1, Word.ON)) {
        break; // COMMENT ON TRIGGER x ON t
      }
      tokens.skip();
    }
    String name = tokens.name();
    reading.target(isOfColumn ? qualifier(name) : name);
    if (tokens.is(Word.ON)) {
      tokens.skip();
      if ((tokens.is(Word.TABLE) || tokens.is(Word.DOMAIN)) && tokens.isName(1)) {
        tokens.skip();
      }
      reading.target(tokens.name());
    }
  }

  private void grant() {
    tail.announcesSecrets();
    tail.definesLater();
    while (!tail.isOver()
        && !(tail.depth() == 0
            && (tokens.is(Word.ON) || tokens.is(Word.TO) || tokens.is(Word.FROM)))) {
      tokens.skip();
      if (tokens.is('(')) {
        tail.group();
      }
    }
    if (!tokens.skipped(Word.ON)) {
      return; // a role
    }
    if (tokens.is(Word.ALL) && tokens.isName(1) && !tokens.is(1, Word.TO)) {
      reading.unread(); // ALL TABLES IN SCHEMA
      return;
    }
    boolean isKind = tokens.word().isObjectKind() && tokens.isName(1);
    if (isKind && !tokens.is(1, Word.TO) && !tokens.is(1, Word.FROM)) {
      tokens.skip();
    }
    do {
      String name = tokens.name();
      reading.target(tokens.charBefore() == '*' ? null : name);
      if (tokens.is('(')) {
        tail.group();
      }
    } while (tokens.skipped(','));
  }

  private void exchange() {
    if (tokens.is(Word.TABLES) || tokens.is(Word.TABLE)) {
      tokens.skip();
    }
    reading.target(tokens.name());
    tokens.skipped(Word.AND);
    reading.target(tokens.name());
  }

  /** REINDEX, REFRESH, OPTIMIZE, REPAIR and ANALYZE TABLE. */
  private void maintain() {
    if (tokens.is('(')) {
      tail.group();
    }
    while (tokens.word().mayPrecedeName() && tokens.isName(1)) {
      tokens.skip();
    }
    while (tokens.isName(0)) {
      Write first = reading.main;
      reading.target(tokens.name());
      if (first.target.isEmpty() || !tokens.skipped(',')) {
        return;
      }
    }
  }
}
