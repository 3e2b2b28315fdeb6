package io.heddle.audit.archive.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds to SQLite's words about a name that it does not know which names there are. */
final class UnknownName {
  private static final Pattern NO_SUCH =
      Pattern.compile("no such (column|table): (.+?)(?: - should this be .*)?");

  private UnknownName() {}

  /**
   * SQLite's message, with the columns of the view behind it if it is about an unknown column or
   * table; of a column those with a similar name come first.
   */
  static String explained(String message) {
    Matcher unknown = NO_SUCH.matcher(message);
    if (!unknown.matches()) {
      return message;
    }
    boolean isColumn = unknown.group(1).equals("column");
    return message
        + (isColumn ? "; the view " : "; there is one view, ")
        + ViewColumn.VIEW
        + (isColumn ? " has " : ", with ")
        + String.join(", ", isColumn ? nearestFirst(bare(unknown.group(2))) : labels())
        + "; 'heddle audit schema' says what they mean";
  }

  /** Without what qualifies or quotes it. */
  private static String bare(String name) {
    return name.substring(name.lastIndexOf('.') + 1)
        .replaceAll("[\"'`\\[\\]]", "")
        .toLowerCase(Locale.ROOT);
  }

  private static List<String> labels() {
    return Arrays.stream(ViewColumn.values()).map(ViewColumn::label).toList();
  }

  /** Equally near ones keep the order of the view. */
  private static List<String> nearestFirst(String name) {
    return labels().stream()
        .sorted(Comparator.comparingDouble(label -> -nearness(name, label)))
        .toList();
  }

  /**
   * How alike two names are: 0 to 1 by their longest common subsequence (2·LCS / both lengths,
   * Dice's coefficient), and 1 more if one contains the other.
   */
  private static double nearness(String a, String b) {
    int[][] common = new int[a.length() + 1][b.length() + 1];
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        common[i][j] =
            a.charAt(i - 1) == b.charAt(j - 1)
                ? common[i - 1][j - 1] + 1
                : Math.max(common[i - 1][j], common[i][j - 1]);
      }
    }
    double dice = 2.0 * common[a.length()][b.length()] / Math.max(1, a.length() + b.length());
    return dice + (a.contains(b) || b.contains(a) ? 1 : 0);
  }
}
