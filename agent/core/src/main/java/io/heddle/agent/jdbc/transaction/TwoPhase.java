package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlText;
import java.util.Locale;

/**
 * What a statement does to a transaction in two phases, and to which: {@code PREPARE TRANSACTION
 * 'x'}, {@code COMMIT PREPARED 'x'} and {@code ROLLBACK PREPARED 'x'} of PostgreSQL, {@code XA
 * PREPARE x}, {@code XA COMMIT x} and {@code XA ROLLBACK x} of MySQL and MariaDB, {@code PREPARE
 * COMMIT x}, {@code COMMIT TRANSACTION x} and {@code ROLLBACK TRANSACTION x} of H2. Made for each
 * call, and never kept with the text: the name is a literal.
 *
 * @param name as it stands in the statement
 */
public record TwoPhase(Phase phase, String name) {
  /** The phases, and the two ways in which the second may end. */
  public enum Phase {
    PREPARE,
    COMMIT,
    ROLLBACK
  }

  /** What the only statement of a text does; null if nothing of the kind. */
  public static TwoPhase of(SqlText text, String sql) {
    if (!text.isSingle() || sql == null || !mayBe(text.first())) {
      return null;
    }
    String[] words = words(sql);
    if (words == null) {
      return null;
    }
    boolean isXa = words[0].equals("XA");
    String verb = isXa ? words[1] : words[0];
    boolean isPrepare = verb.equals("PREPARE") && (isXa || isOf(words[1], "TRANSACTION", "COMMIT"));
    boolean isEnd = isXa || isOf(words[1], "PREPARED", "TRANSACTION");
    if (isPrepare) {
      return new TwoPhase(Phase.PREPARE, words[2]);
    }
    if (isEnd && verb.equals("COMMIT")) {
      boolean isOnePhase = words[2].toUpperCase(Locale.ROOT).endsWith("ONE PHASE");
      return isOnePhase ? null : new TwoPhase(Phase.COMMIT, words[2]);
    }
    return isEnd && verb.equals("ROLLBACK") ? new TwoPhase(Phase.ROLLBACK, words[2]) : null;
  }

  private static boolean isOf(String word, String one, String other) {
    return word.equals(one) || word.equals(other);
  }

  private static boolean mayBe(SqlStatement statement) {
    return switch (statement.subject().verb()) {
      case "PREPARE", "COMMIT", "ROLLBACK", "XA" -> true;
      default -> false;
    };
  }

  /** The first two words in upper case, and the rest; null if there are not as many. */
  private static String[] words(String sql) {
    String rest = sql.strip();
    if (rest.endsWith(";")) {
      rest = rest.substring(0, rest.length() - 1).strip();
    }
    String[] words = new String[3];
    for (int i = 0; i < 2; i++) {
      int end = 0;
      while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
        end++;
      }
      if (end == rest.length()) {
        return null;
      }
      words[i] = rest.substring(0, end).toUpperCase(Locale.ROOT);
      rest = rest.substring(end).strip();
    }
    words[2] = rest;
    return words;
  }
}
