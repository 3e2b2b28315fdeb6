package io.heddle.audit.archive.cli;

import java.io.PrintWriter;

/**
 * Notices that the reader of the standard output is gone, as behind {@code | head}: the rest of a
 * long answer need not be looked for. Why nothing can be written is said by whoever owns the
 * stream.
 */
final class Readers {
  private static final int ANSWERS_BETWEEN_LOOKS = 256;

  private final PrintWriter out;
  private int answers;

  Readers(PrintWriter out) {
    this.out = out;
  }

  /** Whether another answer is of use; looks now and then, because a look flushes. */
  boolean wantMore() {
    answers++;
    return answers % ANSWERS_BETWEEN_LOOKS != 0 || !areGone();
  }

  /** Whether nothing can be written any more. */
  boolean areGone() {
    return out.checkError();
  }
}
