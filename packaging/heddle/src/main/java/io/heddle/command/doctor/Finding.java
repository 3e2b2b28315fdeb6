package io.heddle.command.doctor;

/**
 * What a check found.
 *
 * @param subject what was looked at, in one or two words
 * @param detail what is so
 * @param advice what to do about it; empty if nothing is to be done
 */
record Finding(Verdict verdict, String subject, String detail, String advice) {
  /** How bad it is. */
  enum Verdict {
    FINE("✓", "ok", "green"),
    NOTABLE("!", "warning", "yellow"),
    BROKEN("✗", "error", "red,bold");

    /** On a terminal. */
    final String mark;

    /** In JSON. */
    final String word;

    /** As picocli names colours. */
    final String style;

    Verdict(String mark, String word, String style) {
      this.mark = mark;
      this.word = word;
      this.style = style;
    }
  }

  static Finding fine(String subject, String detail) {
    return new Finding(Verdict.FINE, subject, detail, "");
  }

  static Finding notable(String subject, String detail, String advice) {
    return new Finding(Verdict.NOTABLE, subject, detail, advice);
  }

  static Finding broken(String subject, String detail, String advice) {
    return new Finding(Verdict.BROKEN, subject, detail, advice);
  }
}
