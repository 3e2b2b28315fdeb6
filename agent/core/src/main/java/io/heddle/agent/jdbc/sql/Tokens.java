package io.heddle.agent.jdbc.sql;

import io.heddle.agent.jdbc.sql.SqlLexer.Token;

/**
 * The tokens of a text, from the current one on. What is stepped over goes into the statement's
 * normalised text: names where a name is due as they stand, and what may be a literal masked.
 *
 * <p>Bound: it looks at most {@link #AHEAD} - 1 tokens ahead.
 */
final class Tokens {
  /** A power of two. */
  private static final int AHEAD = 8;

  private static final int LONGEST_NAME = 256;

  private final String sql;
  private final Dialect dialect;
  private final SqlLexer lexer;
  private final NormalText text;
  private final Token[] kinds = new Token[AHEAD];
  private final Word[] words = new Word[AHEAD];
  private final int[] starts = new int[AHEAD];
  private final int[] ends = new int[AHEAD];
  private final boolean[] spaces = new boolean[AHEAD];
  private int first;
  private int known;
  private Word wordBefore = Word.NONE;
  private char charBefore;

  Tokens(String sql, SqlSyntax syntax) {
    this.sql = sql;
    this.dialect = syntax.dialect();
    this.lexer = new SqlLexer(sql, syntax);
    this.text = new NormalText(sql);
  }

  Dialect dialect() {
    return dialect;
  }

  NormalText text() {
    return text;
  }

  /** Whether something read so far may read differently in the database. */
  boolean isUnsure() {
    return lexer.isUnsure();
  }

  Token kind() {
    return kind(0);
  }

  Token kind(int ahead) {
    return kinds[at(ahead)];
  }

  /** The keyword; {@link Word#NONE} for a name, and for all that is no word. */
  Word word() {
    return word(0);
  }

  Word word(int ahead) {
    return words[at(ahead)];
  }

  boolean is(Word word) {
    return words[at(0)] == word;
  }

  boolean is(int ahead, Word word) {
    return words[at(ahead)] == word;
  }

  boolean is(char c) {
    return is(0, c);
  }

  boolean is(int ahead, char c) {
    int i = at(ahead);
    return kinds[i] == Token.PUNCTUATION && sql.charAt(starts[i]) == c;
  }

  /** Whether nothing can be read any more. */
  boolean isAtTextEnd() {
    Token kind = kind(0);
    return kind == Token.END || kind == Token.AMBIGUOUS;
  }

  /** Whether the statement is over, outside of brackets and bodies. */
  boolean isAtEnd() {
    return endsAt(0);
  }

  boolean endsAt(int ahead) {
    Token kind = kind(ahead);
    return kind == Token.END || kind == Token.AMBIGUOUS || is(ahead, ';');
  }

  /** The keyword stepped over last; {@link Word#NONE} if it was anything else. */
  Word wordBefore() {
    return wordBefore;
  }

  /** The character stepped over last; 0 if it was anything else. */
  char charBefore() {
    return charBefore;
  }

  /** The token as it stands in the text. */
  String raw() {
    return raw(0);
  }

  private String raw(int ahead) {
    int i = at(ahead);
    return sql.substring(starts[i], ends[i]);
  }

  /** Whether white space stands before a token. */
  boolean isSpaced(int ahead) {
    return spaces[at(ahead)];
  }

  /** Where the token starts; what is not stepped over grows no further. */
  int position() {
    return starts[at(0)];
  }

  /** Steps over a token, and if it may be a literal shows a placeholder. */
  void skip() {
    switch (kind()) {
      case WORD, QUOTED_NAME -> show();
      case NAME_OR_TEXT, LITERAL, PARAMETER -> mask();
      case PUNCTUATION -> {
        int i = first;
        char c = sql.charAt(starts[i]);
        text.punctuation(c, spaces[i], c == ',' && is(1, '('));
        step(c);
      }
      case AMBIGUOUS, END -> {}
    }
  }

  /** Steps over it if it is that word. */
  boolean skipped(Word word) {
    boolean is = is(word);
    if (is) {
      skip();
    }
    return is;
  }

  /** Steps over it if it is that character. */
  boolean skipped(char c) {
    boolean is = is(c);
    if (is) {
      skip();
    }
    return is;
  }

  /** Steps over a token that is a name here, and shows it. */
  void show() {
    int i = at(0);
    text.word(words[i], starts[i], ends[i], spaces[i]);
    step('\0');
  }

  /** Steps over a token that is a secret here, and does not show it. */
  void mask() {
    text.placeholder(spaces[at(0)]);
    step('\0');
  }

  /** Takes the rest of the text for something that is no SQL. */
  void giveUp() {
    lexer.giveUp();
    known = 0;
    at(0);
  }

  /** Steps over a token that is not shown at all. */
  void drop() {
    step(is(';') ? ';' : '\0');
  }

  private void step(char c) {
    wordBefore = words[first];
    charBefore = c;
    first = first + 1 & AHEAD - 1;
    known--;
  }

  /** Whether a name stands there, if one is due. */
  boolean isName(int ahead) {
    return switch (kind(ahead)) {
      case WORD -> !word(ahead).isNeverName();
      case QUOTED_NAME, NAME_OR_TEXT -> true;
      case LITERAL -> isNumberedName(ahead);
      default -> isSigil(ahead);
    };
  }

  /** MySQL: a name may begin with digits. */
  private boolean isNumberedName(int ahead) {
    int i = at(ahead);
    if (!dialect.isMySql() || sql.charAt(starts[i]) > '9' || sql.charAt(starts[i]) < '0') {
      return false;
    }
    int letter = starts[i];
    while (letter < ends[i] && sql.charAt(letter) <= '9') {
      letter++;
    }
    // What may be a number is not shown: 0x4A, 1e5, 1.
    boolean mayBeNumber =
        letter == ends[i]
            || letter == starts[i] + 1 && sql.charAt(starts[i]) == '0'
            || (sql.charAt(letter) | 0x20) == 'e' && letter + 1 < ends[i] && isDigit(letter + 1);
    return !mayBeNumber && sql.charAt(ends[i] - 1) != '.';
  }

  private boolean isDigit(int index) {
    return sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
  }

  /** SQL Server: @variable of a table. */
  private boolean isSigil(int ahead) {
    return dialect == Dialect.OTHER && is(ahead, '@') && kind(ahead + 1) == Token.WORD;
  }

  /**
   * Steps over a name that is due here, with what qualifies it, and shows it.
   *
   * @return without quotes; null, and nothing is stepped over, if no name stands here; null as well
   *     if it is longer than 256 characters
   */
  String name() {
    if (!isName(0)) {
      return null;
    }
    String name = part();
    while (is('.')) {
      skip();
      if (is('.')) {
        skip(); // SQL Server: db..t
        name = name + '.';
      }
      if (is('*')) {
        skip(); // MySQL: DELETE t.* FROM t
        break;
      }
      if (kind() != Token.WORD && !isName(0)) {
        return null;
      }
      name = name + '.' + part();
      if (name.length() > LONGEST_NAME) {
        return null;
      }
    }
    if (dialect == Dialect.OTHER && is('@') && !isSpaced(0) && kind(1) == Token.WORD) {
      skip(); // Oracle: t@link
      name = name + '@' + part();
    }
    return name.length() > LONGEST_NAME ? null : name;
  }

  /** Steps over one part of a name and shows it. */
  private String part() {
    String prefix = "";
    if (isSigil(0)) {
      skip();
      prefix = "@";
    }
    String name = prefix + bare();
    show();
    return name;
  }

  /** The token without its quotes. */
  String bare() {
    String raw = raw();
    Token kind = kind();
    if (kind != Token.QUOTED_NAME && kind != Token.NAME_OR_TEXT) {
      return raw;
    }
    char quote = raw.charAt(0);
    String bare = raw.substring(1, raw.length() - 1);
    boolean isDoubled = quote != '[' && bare.indexOf(quote) >= 0;
    return isDoubled ? bare.replace("" + quote + quote, "" + quote) : bare;
  }

  private int at(int ahead) {
    while (known <= ahead) {
      int i = first + known & AHEAD - 1;
      kinds[i] = lexer.next();
      starts[i] = lexer.start();
      ends[i] = lexer.end();
      spaces[i] = lexer.isSpaced();
      words[i] = kinds[i] == Token.WORD ? Word.of(sql, lexer.start(), lexer.end()) : Word.NONE;
      known++;
    }
    return first + ahead & AHEAD - 1;
  }
}
