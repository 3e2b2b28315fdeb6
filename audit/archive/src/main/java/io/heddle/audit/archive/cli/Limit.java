package io.heddle.audit.archive.cli;

/**
 * How much of an answer is shown.
 *
 * @param most so many; 0 for all
 */
record Limit(long most) {
  /** How much to ask for, so that it is known whether there is more than is shown. */
  long asked() {
    return most == 0 || most == Long.MAX_VALUE ? most : most + 1;
  }

  /** Whether one more may be shown after {@code shown}. */
  boolean admits(long shown) {
    return most == 0 || shown < most;
  }

  /** Says that there is more than is shown. */
  String cut(String what) {
    return Counted.number(most)
        + " of more than "
        + Counted.of(most, what)
        + "; --limit=N shows more";
  }

  /** The same where it is known how much there is. */
  String cut(long all, String what) {
    return Counted.number(most) + " of " + Counted.of(all, what) + "; --limit=N shows more";
  }
}
