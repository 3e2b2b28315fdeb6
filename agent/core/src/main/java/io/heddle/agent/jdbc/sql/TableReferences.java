package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;

/**
 * The tables that FROM, USING or UPDATE lists, with their aliases: {@code orders o JOIN lines AS l
 * ON …, stock}.
 *
 * <p>Bound: {@link #MOST}; of more it is not known what an alias stands for.
 */
final class TableReferences {
  static final int MOST = 16;

  private final Tokens tokens;
  private final TailReader tail;
  private final String[] names = new String[MOST];
  private final String[] aliases = new String[MOST];
  private final boolean[] written = new boolean[MOST];
  private int count;
  private boolean isComplete = true;

  TableReferences(Tokens tokens, TailReader tail) {
    this.tokens = tokens;
    this.tail = tail;
  }

  int count() {
    return count;
  }

  String name(int index) {
    return names[index];
  }

  /** Whether every table could be read. */
  boolean isComplete() {
    return isComplete;
  }

  /** Takes a qualifier of a column that is written; null, and unknown ones, may be any table's. */
  void writes(String qualifier) {
    int index = qualifier == null ? -1 : indexOf(qualifier);
    for (int i = 0; i < count; i++) {
      written[i] |= index < 0 || i == index;
    }
  }

  /** Whether columns of it are written. */
  boolean isWritten(int index) {
    return written[index];
  }

  /** The table that an alias or a table's own name stands for; null if it is none of these. */
  String named(String name) {
    int index = indexOf(name);
    return index < 0 ? null : names[index];
  }

  private int indexOf(String name) {
    for (int i = 0; i < count; i++) {
      if (name.equalsIgnoreCase(aliases[i])) {
        return i;
      }
    }
    for (int i = 0; i < count; i++) {
      boolean isPart = aliases[i].isEmpty() && name.equalsIgnoreCase(lastPart(names[i]));
      if (isPart || name.equalsIgnoreCase(names[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Reads up to the clause behind the list: SET, WHERE and the like, or the statement's end. */
  void read() {
    int outside = tail.depth();
    int joins = 0;
    boolean isDue = true;
    while (!tail.isOver() && !(tail.depth() == outside && tokens.word().endsTables())) {
      if (isDue && tokens.is('(') && !beginsQuery(1)) {
        tail.step(); // brackets around a join
        joins++;
      } else if (isDue) {
        table();
        isDue = false;
      } else if (tokens.is(',') && tail.depth() == outside + joins) {
        tail.step();
        isDue = true;
      } else if (tokens.is(Word.JOIN) || tokens.is(Word.STRAIGHT_JOIN)) {
        tokens.skip();
        isDue = true;
      } else if (tokens.is(')')) {
        if (tail.depth() <= outside) {
          return; // closes what the list stands in
        }
        joins--;
        tail.step();
      } else if (tokens.is('(')) {
        tail.group();
      } else {
        tail.step();
      }
    }
  }

  private boolean beginsQuery(int ahead) {
    return tokens.is(ahead, Word.SELECT)
        || tokens.is(ahead, Word.WITH)
        || tokens.is(ahead, Word.VALUES)
        || tokens.is(ahead, Word.TABLE);
  }

  private void table() {
    while (tokens.is(Word.LATERAL)
        || tokens.is(Word.ONLY) && tokens.dialect().hasOnly() && tokens.isName(1)) {
      tokens.skip();
    }
    boolean isQuery = tokens.is('(');
    if (isQuery) {
      tail.group();
    } else if (tokens.is('{')) {
      tokens.skip(); // {oj a LEFT OUTER JOIN b ON …}
      tokens.skip();
    }
    String name = isQuery ? "" : tokens.name();
    boolean isTable = name != null && !isQuery && !tokens.is('(');
    if (name == null) {
      isComplete = false;
      return;
    }
    if (!isTable && !isQuery) {
      tail.group();
    }
    if (tokens.is(Word.PARTITION)) {
      tokens.skip();
      if (tokens.is('(')) {
        tail.group();
      }
    }
    String alias = alias();
    if (!isTable) {
      return;
    }
    if (count == MOST) {
      isComplete = false;
    } else {
      names[count] = name;
      aliases[count++] = alias;
    }
  }

  private String alias() {
    boolean isAnnounced = tokens.skipped(Word.AS);
    boolean isWord = tokens.kind() == Token.WORD && (isAnnounced || tokens.word().mayBeAlias());
    if (!isWord && tokens.kind() != Token.QUOTED_NAME && tokens.kind() != Token.NAME_OR_TEXT) {
      return "";
    }
    String alias = tokens.bare();
    tokens.show();
    return alias;
  }
}
