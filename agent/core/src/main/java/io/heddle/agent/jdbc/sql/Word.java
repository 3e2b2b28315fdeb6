package io.heddle.agent.jdbc.sql;

import java.util.EnumSet;
import java.util.Set;

/** Words that mean something in some place; elsewhere they are names like any other. */
enum Word {
  /** A name, or no word at all. */
  NONE,
  ABORT,
  AGGREGATE,
  ALIAS,
  ALL,
  ALTER,
  ANALYSE,
  ANALYZE,
  AND,
  ANY,
  APPLY,
  ARRAY,
  AS,
  ATOMIC,
  ATTACH,
  AUTHORIZATION,
  AUTOCOMMIT,
  BACKUP,
  BEGIN,
  BETWEEN,
  BINARY,
  BINLOG,
  BLOCK,
  BODY,
  BY,
  CACHE,
  CALL,
  CASCADE,
  CASE,
  CAST,
  CHAIN,
  CHANGE,
  CHECK,
  CHECKPOINT,
  CHECKSUM,
  CLOSE,
  CLUSTER,
  COLLATION,
  COLUMN,
  COMMENT,
  COMMIT,
  CONCURRENT,
  CONCURRENTLY,
  CONFLICT,
  CONNECT,
  CONSTANT,
  CONSTRAINT,
  CONVERSION,
  COPY,
  CREATE,
  CROSS,
  CURSOR,
  DATA,
  DATABASE,
  DEALLOCATE,
  DECLARE,
  DEFAULT,
  DEFERRABLE,
  DEFERRED,
  DELAYED,
  DELETE,
  DESC,
  DESCRIBE,
  DETACH,
  DISCARD,
  DISCONNECT,
  DISTINCT,
  DISTRIBUTED,
  DO,
  DOMAIN,
  DROP,
  DUPLICATE,
  EACH,
  ELSE,
  ELSEIF,
  END,
  EVENT,
  EXCEPT,
  EXCEPTION,
  EXCHANGE,
  EXCLUSIVE,
  EXEC,
  EXECUTE,
  EXISTS,
  EXIT,
  EXPLAIN,
  EXPORT,
  EXTENDED,
  EXTENSION,
  EXTERNAL,
  FETCH,
  FILTER,
  FIRST,
  FLUSH,
  FOR,
  FORCE,
  FORMAT,
  FROM,
  FULL,
  FUNCTION,
  GENERATOR,
  GLOBAL,
  GRANT,
  GROUP,
  HANDLER,
  HASH,
  HAVING,
  HELP,
  HIGH_PRIORITY,
  HISTORY,
  IDENTIFIED,
  IF,
  IGNORE,
  IMMEDIATE,
  IMPLICIT_TRANSACTIONS,
  IMPORT,
  IN,
  INDEX,
  INNER,
  INSERT,
  INSTALL,
  INTERSECT,
  INTO,
  IS,
  ISOLATION,
  JOIN,
  KEY,
  KILL,
  LANGUAGE,
  LATERAL,
  LEAVE,
  LEFT,
  LIKE,
  LIMIT,
  LINK,
  LISTEN,
  LOAD,
  LOCAL,
  LOCK,
  LOGIN,
  LOOP,
  LOW_PRIORITY,
  MACRO,
  MAPPING,
  MATERIALIZED,
  MERGE,
  METHOD,
  MOVE,
  NATURAL,
  NOT,
  NOTHING,
  NOTIFY,
  NO_WRITE_TO_BINLOG,
  NULL,
  OF,
  OFFSET,
  ON,
  ONLY,
  OPEN,
  OPERATOR,
  OPTIMIZE,
  OPTION,
  OR,
  ORDER,
  OUTER,
  OUTPUT,
  OVER,
  OVERWRITE,
  OWNED,
  PACKAGE,
  PARTITION,
  PARTITIONS,
  PASSWORD,
  PERCENT,
  PIVOT,
  PLAN,
  POLICY,
  PRAGMA,
  PREPARE,
  PREPARED,
  PRINT,
  PROC,
  PROCEDURE,
  PUBLICATION,
  PURGE,
  QUERY,
  QUICK,
  READ,
  RECREATE,
  RECURSIVE,
  REFRESH,
  REINDEX,
  RELEASE,
  RENAME,
  REPAIR,
  REPEAT,
  REPLACE,
  RESET,
  RETAIN,
  RETURN,
  RETURNING,
  RETURNS,
  REVOKE,
  RIGHT,
  ROLE,
  ROLLBACK,
  ROW,
  RULE,
  RUNSCRIPT,
  SALT,
  SAVE,
  SAVEPOINT,
  SCHEMA,
  SCRIPT,
  SECRET,
  SELECT,
  SEQUENCE,
  SERVER,
  SESSION,
  SET,
  SHOW,
  SHUTDOWN,
  SIGNAL,
  SOME,
  START,
  STATEMENT,
  STATISTICS,
  STDIN,
  STOP,
  STRAIGHT_JOIN,
  SUBSCRIPTION,
  SUMMARIZE,
  SUSPEND,
  SWAP,
  SYNONYM,
  SYSTEM,
  TABLE,
  TABLES,
  TABLESAMPLE,
  TABLESPACE,
  TEMP,
  TEMPORARY,
  THEN,
  TO,
  TOP,
  TRAN,
  TRANSACTION,
  TRIGGER,
  TRUNCATE,
  TYPE,
  UNINSTALL,
  UNION,
  UNLISTEN,
  UNLOCK,
  UNLOGGED,
  UNTIL,
  UPDATE,
  UPSERT,
  USE,
  USER,
  USING,
  VACUUM,
  VALUES,
  VERBOSE,
  VIA,
  VIEW,
  WAITFOR,
  WHEN,
  WHERE,
  WHILE,
  WINDOW,
  WITH,
  WORK,
  XA,
  XML;

  private static final int LONGEST = 32;

  /** Open addressing: a power of two, at least twice as many as there are words. */
  private static final Word[] TABLE_OF_WORDS = new Word[1024];

  private static final Set<Word> NEVER_CALLED =
      EnumSet.of(
          ALL,
          AND,
          ANY,
          ARRAY,
          AS,
          BETWEEN,
          BY,
          CASE,
          CAST,
          CHECK,
          CONFLICT,
          CONSTRAINT,
          DEFAULT,
          DELETE,
          DISTINCT,
          DO,
          DUPLICATE,
          ELSE,
          END,
          EXCEPT,
          EXISTS,
          FETCH,
          FILTER,
          FROM,
          GROUP,
          HAVING,
          IF,
          IN,
          INDEX,
          INTERSECT,
          INTO,
          IS,
          JOIN,
          KEY,
          LATERAL,
          LIKE,
          LIMIT,
          MATERIALIZED,
          NOT,
          NULL,
          OF,
          OFFSET,
          ON,
          OPTION,
          OR,
          ORDER,
          OVER,
          PARTITION,
          PERCENT,
          RETURNING,
          RETURNS,
          ROW,
          SELECT,
          SET,
          SOME,
          TABLE,
          THEN,
          TOP,
          UNION,
          UPDATE,
          USING,
          VALUES,
          WHEN,
          WHERE,
          WINDOW,
          WITH);

  private static final Set<Word> NEVER_NAMES = EnumSet.of(FROM, INTO, SELECT, WHERE);

  private static final Set<Word> BEHIND_NUMBERS =
      EnumSet.of(
          AND, AS, BETWEEN, DO, ELSE, END, EXCEPT, FOR, FROM, GROUP, HAVING, IN, INTERSECT, INTO,
          IS, LIKE, LIMIT, NOT, OFFSET, ON, OR, ORDER, RETURNING, SET, THEN, UNION, WHEN, WHERE);

  private static final Set<Word> NEVER_ALIASES =
      EnumSet.of(
          APPLY,
          CROSS,
          EXCEPT,
          FETCH,
          FOR,
          FORCE,
          FROM,
          FULL,
          GROUP,
          HAVING,
          IGNORE,
          INNER,
          INTERSECT,
          JOIN,
          LEFT,
          LIMIT,
          NATURAL,
          OFFSET,
          ON,
          OPTION,
          ORDER,
          OUTER,
          OUTPUT,
          PARTITION,
          PIVOT,
          RETURNING,
          RIGHT,
          SELECT,
          SET,
          STRAIGHT_JOIN,
          TABLESAMPLE,
          UNION,
          USE,
          USING,
          VALUES,
          WHEN,
          WHERE,
          WINDOW,
          WITH);

  private static final Set<Word> TABLE_KINDS =
      EnumSet.of(GLOBAL, LOCAL, TABLE, TEMP, TEMPORARY, UNLOGGED);

  private static final Set<Word> MODIFIERS =
      EnumSet.of(DELAYED, HIGH_PRIORITY, IGNORE, LOW_PRIORITY, QUICK);

  private static final Set<Word> BEHIND_TABLES =
      EnumSet.of(
          EXCEPT, FETCH, GROUP, HAVING, INTERSECT, LIMIT, OPTION, ORDER, OUTPUT, RETURNING, SET,
          UNION, WHERE, WINDOW);

  private static final Set<Word> BEHIND_ASSIGNMENTS =
      EnumSet.of(FROM, LIMIT, ORDER, OUTPUT, RETURNING, WHERE);

  private static final Set<Word> OBJECT_KINDS =
      EnumSet.of(
          AGGREGATE,
          ALIAS,
          COLLATION,
          CONSTANT,
          CONVERSION,
          DATABASE,
          DOMAIN,
          EVENT,
          EXCEPTION,
          EXTENSION,
          FUNCTION,
          GENERATOR,
          GROUP,
          INDEX,
          LANGUAGE,
          LOGIN,
          MACRO,
          METHOD,
          OPERATOR,
          PACKAGE,
          POLICY,
          PROC,
          PROCEDURE,
          PUBLICATION,
          ROLE,
          RULE,
          SCHEMA,
          SECRET,
          SEQUENCE,
          SERVER,
          STATISTICS,
          SUBSCRIPTION,
          SYNONYM,
          TABLE,
          TABLESPACE,
          TRIGGER,
          TYPE,
          USER,
          VIEW);

  private static final Set<Word> BEFORE_NAMES =
      EnumSet.of(
          CONCURRENTLY,
          DATABASE,
          INDEX,
          LOCAL,
          MATERIALIZED,
          NO_WRITE_TO_BINLOG,
          SCHEMA,
          SYSTEM,
          TABLE,
          TABLES,
          VIEW);

  private static final Set<Word> OF_SESSIONS =
      EnumSet.of(
          ANALYZE,
          ATTACH,
          BACKUP,
          CACHE,
          CHANGE,
          CHECK,
          CHECKPOINT,
          CLOSE,
          CLUSTER,
          CONNECT,
          DEALLOCATE,
          DETACH,
          DISCARD,
          DISCONNECT,
          EXPORT,
          FLUSH,
          FORCE,
          INSTALL,
          KILL,
          LISTEN,
          LOCK,
          MOVE,
          NOTIFY,
          OPEN,
          PRINT,
          PURGE,
          RESET,
          SHUTDOWN,
          STOP,
          UNINSTALL,
          UNLISTEN,
          UNLOCK,
          USE,
          VACUUM,
          WAITFOR);

  private static final Set<Word> MAIN_VERBS =
      EnumSet.of(
          CALL, CREATE, DELETE, EXECUTE, FROM, INSERT, MERGE, REPLACE, SELECT, TABLE, UPDATE,
          UPSERT, VALUES, WITH);

  private static final Set<Word> EXPLAIN_OPTIONS =
      EnumSet.of(
          ANALYSE,
          ANALYZE,
          EXTENDED,
          FOR,
          FORMAT,
          PARTITIONS,
          PLAN,
          QUERY,
          VERBOSE,
          SET,
          INTO,
          STATEMENT);

  private static final Set<Word> BLOCKS_WITH_OWN_END = EnumSet.of(FOR, IF, LOOP, REPEAT, WHILE);

  static {
    for (Word word : values()) {
      int at = hash(word.name(), 0, word.name().length());
      while (TABLE_OF_WORDS[at] != null) {
        at = at + 1 & TABLE_OF_WORDS.length - 1;
      }
      TABLE_OF_WORDS[at] = word;
    }
  }

  /** Which word that part of a text is, in any case of letters; allocates nothing. */
  static Word of(String sql, int start, int end) {
    int length = end - start;
    if (length > LONGEST || length < 2) {
      return NONE;
    }
    int at = hash(sql, start, end);
    Word word = TABLE_OF_WORDS[at];
    while (word != null) {
      String name = word.name();
      if (name.length() == length && name.regionMatches(true, 0, sql, start, length)) {
        return word;
      }
      at = at + 1 & TABLE_OF_WORDS.length - 1;
      word = TABLE_OF_WORDS[at];
    }
    return NONE;
  }

  private static int hash(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + (text.charAt(i) | 0x20);
    }
    return (hash ^ hash >>> 10) & TABLE_OF_WORDS.length - 1;
  }

  /** Whether a bracket behind it holds a function's arguments. */
  boolean mayBeCalled() {
    return this == NONE || !NEVER_CALLED.contains(this);
  }

  /** Whether it is no name even where one is due. */
  boolean isNeverName() {
    return NEVER_NAMES.contains(this);
  }

  /** Whether it ends a number that it is glued to: 1AND. */
  boolean mayFollowNumber() {
    return BEHIND_NUMBERS.contains(this);
  }

  /** Whether it may be an alias without AS, behind a table's name. */
  boolean mayBeAlias() {
    return this == NONE || !NEVER_ALIASES.contains(this);
  }

  /** Whether it says what kind of table SELECT … INTO makes. */
  boolean isTableKind() {
    return TABLE_KINDS.contains(this);
  }

  /** Whether it may stand between a verb of MySQL and what it is about. */
  boolean isModifier() {
    return MODIFIERS.contains(this);
  }

  /** Whether it ends a list of tables. */
  boolean endsTables() {
    return BEHIND_TABLES.contains(this);
  }

  /** Whether it ends the assignments of an UPDATE. */
  boolean endsAssignments() {
    return BEHIND_ASSIGNMENTS.contains(this);
  }

  /** Whether DDL makes such objects. */
  boolean isObjectKind() {
    return OBJECT_KINDS.contains(this);
  }

  /** Whether it may stand between REINDEX, REFRESH or OPTIMIZE and a name. */
  boolean mayPrecedeName() {
    return BEFORE_NAMES.contains(this);
  }

  /** Whether a statement that begins with it acts on the session alone. */
  boolean isOfSession() {
    return OF_SESSIONS.contains(this);
  }

  /** Whether it begins the statement behind WITH or EXPLAIN. */
  boolean beginsMain() {
    return MAIN_VERBS.contains(this);
  }

  /** Whether it stands between EXPLAIN and the statement. */
  boolean isExplainOption() {
    return EXPLAIN_OPTIONS.contains(this);
  }

  /** Whether MySQL's blocks of that kind end with END and the word. */
  boolean endsWithItsWord() {
    return BLOCKS_WITH_OWN_END.contains(this);
  }
}
