package io.heddle.audit.archive.cli;

/** Divides the width of a terminal among the columns of a table. */
final class ColumnWidths {
  /** Two spaces. */
  static final int GAP = 2;

  private ColumnWidths() {}

  /**
   * Gives each column its least width, and what is left evenly to those that want more.
   *
   * @param width the terminal's columns, for all columns of the table and the gaps between them
   */
  static int[] share(int[] least, int[] wanted, int width) {
    int[] widths = least.clone();
    int free = width - GAP * (widths.length - 1);
    for (int one : widths) {
      free -= one;
    }
    int hungry = hungry(widths, wanted);
    while (free > 0 && hungry > 0) {
      int portion = Math.max(1, free / hungry);
      for (int i = 0; i < widths.length && free > 0; i++) {
        int more = Math.max(0, Math.min(Math.min(portion, free), wanted[i] - widths[i]));
        widths[i] += more;
        free -= more;
      }
      hungry = hungry(widths, wanted);
    }
    return widths;
  }

  private static int hungry(int[] widths, int[] wanted) {
    int count = 0;
    for (int i = 0; i < widths.length; i++) {
      count += wanted[i] > widths[i] ? 1 : 0;
    }
    return count;
  }
}
