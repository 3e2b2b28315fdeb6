package io.heddle.agent.jdbc.sql;

/**
 * A statement's text without literals, as it grows token by token: white space shrinks to one
 * blank, {@code IN (?, ?, ?)} becomes {@code IN (?)}, and rows of {@code VALUES} behind the first
 * vanish, so that statements which differ only in values read the same. Cut at {@link
 * SqlParser#MAX_TEXT} characters, always between tokens.
 */
final class NormalText {
  private final String sql;
  private final StringBuilder text;
  private int depth;
  private int listDepth;
  private int rowsDepth;
  private boolean rowsBehindFirst;
  private boolean lastWasIn;
  private boolean isCut;

  NormalText(String sql) {
    this.sql = sql;
    this.text = new StringBuilder(Math.min(sql.length(), SqlParser.MAX_TEXT));
    begin();
  }

  /** Begins the next statement. */
  void begin() {
    text.setLength(0);
    depth = 0;
    listDepth = -1;
    rowsDepth = -1;
    rowsBehindFirst = false;
    lastWasIn = false;
    isCut = false;
  }

  /** What has grown since {@link #begin}. */
  String text() {
    return text.toString();
  }

  /** Shows a keyword or a name as it stands in the text. */
  void word(Word word, int start, int end, boolean spaced) {
    if (word == Word.VALUES && rowsDepth < 0) {
      rowsDepth = depth;
    } else if (rowsDepth == depth) {
      rowsDepth = -1; // VALUES (…), (…) ON CONFLICT: the rows are over
      rowsBehindFirst = false;
    }
    lastWasIn = word == Word.IN;
    if (opens(end - start, spaced)) {
      text.append(sql, start, end);
    }
  }

  /** Shows that something stands here, and not what. */
  void placeholder(boolean spaced) {
    boolean repeats = listDepth == depth && listDepth >= 0 && endsWithPlaceholder();
    lastWasIn = false;
    if (repeats) {
      text.setLength(text.lastIndexOf("?") + 1); // drop ", " before the next of the same list
    } else if (opens(1, spaced)) {
      text.append('?');
    }
  }

  /** Shows that the rest of the text is not shown. */
  void rest() {
    if (opens(2, text.length() > 0)) {
      text.append("?…");
    }
  }

  /**
   * Shows a character.
   *
   * @param beforeBracket whether a bracket opens right behind it
   */
  void punctuation(char c, boolean spaced, boolean beforeBracket) {
    switch (c) {
      case '(' -> {
        depth++;
        if (lastWasIn) {
          listDepth = depth;
        }
      }
      case ')' -> {
        listDepth = listDepth == depth ? -1 : listDepth;
        depth = Math.max(0, depth - 1);
        if (rowsDepth == depth && rowsBehindFirst) {
          lastWasIn = false;
          return; // closes a row that is not shown
        }
      }
      case ',' -> {
        if (rowsDepth >= 0 && rowsDepth == depth && beforeBracket) {
          rowsBehindFirst = true;
          return;
        }
      }
      default -> {}
    }
    lastWasIn = false;
    if (opens(1, spaced)) {
      text.append(c);
    }
  }

  private boolean endsWithPlaceholder() {
    int i = text.length() - 1;
    while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == ',')) {
      i--;
    }
    return i >= 0 && i < text.length() - 1 && text.charAt(i) == '?';
  }

  /** Whether a token of that length is shown; then the blank before it already is. */
  private boolean opens(int length, boolean spaced) {
    isCut |= text.length() + length + 1 > SqlParser.MAX_TEXT;
    if (isCut || rowsBehindFirst && depth > rowsDepth) {
      return false;
    }
    if (spaced && text.length() > 0) {
      text.append(' ');
    }
    return true;
  }
}
