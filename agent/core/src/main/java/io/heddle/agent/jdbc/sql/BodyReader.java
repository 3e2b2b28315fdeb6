package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;
import io.heddle.audit.spool.OperationType;

/**
 * Steps over the body of a routine or of an anonymous block, in which semicolons end nothing but
 * the statements inside: {@code BEGIN … END}, with blocks, CASE, and in MySQL IF and loops nested.
 * Of a block that runs now it reads what its statements write.
 *
 * <p>Bound: {@link #MOST_BLOCKS} blocks inside of each other.
 */
final class BodyReader {
  /** One bit each; bit 0 is not used. */
  private static final int MOST_BLOCKS = 60;

  private final Tokens tokens;
  private final Reading reading;
  private final TailReader tail;
  private final WriteReader writes;
  private int blocks;
  private long isCase;
  private long isExpression;
  private boolean begins;
  private boolean isInMerge;
  private boolean isClosed;

  BodyReader(Tokens tokens, Reading reading, TailReader tail, WriteReader writes) {
    this.tokens = tokens;
    this.reading = reading;
    this.tail = tail;
    this.writes = writes;
  }

  /**
   * Reads to behind the body, or to the semicolon behind a body of one statement.
   *
   * @param runs whether it runs now, so that what is in it is written
   * @param declares whether declarations, which end with semicolons, may precede the first BEGIN
   */
  void read(boolean runs, boolean declares) {
    begins = runs && !declares;
    while (!tokens.isAtTextEnd() && !isClosed) {
      if (tokens.is(';')) {
        if (blocks == 0 && !declares) {
          return;
        }
        tokens.skip();
        begins = true;
        isInMerge = false;
      } else if (tokens.kind() == Token.WORD && tokens.charBefore() == '<' && begins) {
        tokens.skip(); // <<label>>
      } else if (tokens.kind() == Token.WORD && tokens.charBefore() != '.') {
        word(runs);
      } else {
        begins &= tokens.is(':') || tokens.is('<') || tokens.is('>');
        tail.step();
      }
    }
    if (!isClosed && (blocks > 0 || declares)) {
      reading.unread(); // the text ends first: it may hold more than the body
    }
  }

  private void word(boolean runs) {
    Word word = tokens.word();
    boolean wasBeginning = begins;
    begins = false;
    switch (word) {
      case BEGIN -> {
        if (wasBeginning || blocks == 0 && isBlock()) {
          opens(false, false);
          tokens.skip();
          tokens.skipped(Word.NOT);
          tokens.skipped(Word.ATOMIC);
          begins = true;
        } else {
          tail.step();
        }
      }
      case CASE -> {
        boolean isStatement = wasBeginning || blocks == 0 && endsWithItsWord() && isBodyDue();
        opens(true, !isStatement);
        tokens.skip();
      }
      case END -> end();
      case IF, WHILE, LOOP, REPEAT, FOR -> {
        boolean isFirst = wasBeginning || blocks == 0 && isBodyDue();
        if (isFirst && endsWithItsWord() && !tokens.is(1, Word.EACH)) {
          opens(false, false);
        }
        begins = word == Word.LOOP || word == Word.REPEAT;
        tail.step();
      }
      case THEN, ELSE, DO -> {
        begins = !isInMerge && (isExpression & 1L << blocks) == 0;
        tail.step();
      }
      default -> {
        if (wasBeginning && runs && blocks > 0) {
          statement(word);
        } else {
          tail.step();
        }
      }
    }
  }

  /** Whether IF and loops have an END of their own: END IF, END LOOP. */
  private boolean endsWithItsWord() {
    return tokens.dialect().isMySql();
  }

  /** Whether the statement that is the body of a routine or a trigger may begin here. */
  private boolean isBodyDue() {
    char before = tokens.charBefore();
    Word word = tokens.wordBefore();
    return before == ')'
        || before == ':'
        || before == 0
            && (word == Word.NONE || word == Word.ROW || word == Word.DATA || word == Word.DO);
  }

  /** Whether BEGIN opens the body, and is not a column's name in a trigger's head. */
  private boolean isBlock() {
    return tokens.wordBefore() != Word.OF
        && tokens.charBefore() != ','
        && !tokens.is(1, Word.ON)
        && (tokens.kind(1) == Token.WORD
            || tokens.kind(1) == Token.QUOTED_NAME
            || tokens.is(1, ':')
            || tokens.is(1, '{')
            || tokens.is(1, '<'));
  }

  private void opens(boolean isOfCase, boolean isInExpression) {
    if (blocks == MOST_BLOCKS) {
      reading.unread();
      return;
    }
    blocks++;
    long bit = 1L << blocks;
    isCase = isOfCase ? isCase | bit : isCase & ~bit;
    isExpression = isInExpression ? isExpression | bit : isExpression & ~bit;
  }

  private void end() {
    boolean endsCase = blocks > 0 && (isCase & 1L << blocks) != 0;
    Word next = tokens.word(1);
    if (endsCase) {
      boolean isStatement = (isExpression & 1L << blocks) == 0;
      tokens.skip();
      tokens.skipped(Word.CASE);
      blocks--;
      isClosed = isStatement && blocks == 0;
    } else if (blocks > 0 && next.endsWithItsWord()) {
      tokens.skip();
      tokens.skip();
      if (endsWithItsWord()) {
        closes();
      }
    } else if (blocks > 0 && (tokens.endsAt(1) || tokens.isName(1))) {
      tokens.skip();
      if (tokens.word() == Word.NONE && tokens.isName(0)) {
        tail.step(); // the block's label
      }
      closes();
    } else {
      tail.step();
    }
  }

  private void closes() {
    blocks--;
    isClosed = blocks == 0;
  }

  /** The first word of a statement that runs now. */
  private void statement(Word word) {
    switch (word) {
      case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT, TRUNCATE -> {
        isInMerge = word == Word.MERGE;
        writes.inner(word);
      }
      case CALL -> writes.inner(word);
      case EXECUTE -> {
        if (tokens.is(1, Word.PROCEDURE)) {
          tokens.skip();
          writes.inner(word);
        } else {
          reading.unread();
          tail.step();
        }
      }
      case SELECT,
          SET,
          DECLARE,
          RETURN,
          OPEN,
          FETCH,
          CLOSE,
          EXIT,
          SIGNAL,
          SUSPEND,
          NULL,
          LEAVE,
          ELSEIF,
          EXCEPTION,
          WHEN,
          UNTIL ->
          tail.step();
      case NONE -> call();
      default -> {
        reading.unread();
        tail.step();
      }
    }
  }

  /** A label, an assignment, or a procedure that is called by its name alone. */
  private void call() {
    if (tokens.is(1, ':') || tokens.is(1, '=')) {
      begins = tokens.is(1, ':') && !tokens.is(2, '=');
      tokens.skip();
      return;
    }
    String name = tokens.name();
    if (tokens.is('(') || tokens.is(';')) {
      reading.writes("CALL", OperationType.CALL, name);
    } else if (!tokens.is(':') && !tokens.is('=')) {
      reading.unread();
    }
  }
}
