package io.heddle.audit.archive.verify;

/**
 * Something that a verification found.
 *
 * @param kind what it is
 * @param leaf the leaf concerned; -1 if none is
 * @param record which record that is, as {@code node/boot/seq}; empty if none is
 * @param file the file concerned, below the home; empty if none is
 * @param text a sentence
 */
public record Finding(Kind kind, long leaf, String record, String file, String text) {
  /** So many of a kind are told; the rest is counted. */
  public static final int MOST_TOLD = 1_000;

  /** What can be found. */
  public enum Kind {
    /** A record is not what was captured. */
    CHANGED(true),
    /** A record is gone. */
    REMOVED(true),
    /** A record is there that never was captured. */
    INSERTED(true),
    /** A record stands in the place of another. */
    REORDERED(true),
    /** What the archive says became of an operation is not what its records say. */
    OUTCOME(true),
    /** Sequence numbers are missing, and nothing says why. */
    GAP(true),
    /** Bytes of a sealed segment are others; its records may be sound all the same. */
    SEGMENT(true),
    /** Something that follows from the records is not what follows from them. */
    DERIVED(true),
    /** A tile is not what was signed. */
    TILE(true),
    /** A checkpoint's signature or form is wrong. */
    CHECKPOINT(true),
    /** What was signed earlier is no beginning of what was signed later. */
    FORK(true),
    /** A file cannot be read. */
    UNREADABLE(true),
    /** What was signed is not there: the archive is missing, smaller than it was, or another. */
    GONE(true),
    /** A tenant's key was destroyed and nothing says so, or was destroyed and is there again. */
    KEY(true),

    /** The ledger was begun anew, because what was signed before was gone, and says so. */
    BEGUN(false),
    /** A tenant's keys were destroyed, and the ledger says so: its detail cannot be opened. */
    ERASED(false),
    /** A tenant's key never came, or is gone: its detail cannot be opened. */
    LOST_KEY(false),
    /** What was verified earlier was pruned since; nothing shows that this log continues it. */
    UNCOMPARED(false),
    /** Retention removed a segment, and the ledger says so. */
    PRUNED(false),
    /** A place of a spool could not be read, as was recorded at the time. */
    DAMAGE(false),
    /** Operations that an agent said it could not write. */
    LOSS(false),
    /** Auditing was paused for a while, or off for a run, as was recorded at the time. */
    PAUSE(false),
    /** Records that came since the last checkpoint. */
    UNSIGNED(false),
    /** Records of a version that had no ledger. */
    BEFORE_LEDGER(false),
    /** What a crash may leave. */
    LEFTOVER(false);

    private final boolean isWrong;

    Kind(boolean isWrong) {
      this.isWrong = isWrong;
    }

    /** Whether it spoils the verification; else it is declared, and told for information. */
    public boolean isWrong() {
      return isWrong;
    }
  }

  static Finding of(Kind kind, String text) {
    return new Finding(kind, -1, "", "", text);
  }

  static Finding in(Kind kind, String file, String text) {
    return new Finding(kind, -1, "", file, text);
  }
}
