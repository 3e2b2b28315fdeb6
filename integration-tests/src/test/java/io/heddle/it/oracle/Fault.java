package io.heddle.it.oracle;

/**
 * Something that a record says, or that none says, of one write of a history, and that is not so.
 *
 * @param kind what is wrong
 * @param slot of the write; -1 if it is the history's as a whole
 * @param record the record; null if there is none
 * @param effect rows that appeared, changed or went
 * @param detail more, for a person; empty if there is none
 */
record Fault(Kind kind, int slot, Claim record, int effect, String detail) {
  /** What can be wrong, the worst first. */
  enum Kind {
    /** COMMITTED, and nothing is there, or ROLLED_BACK, and it is. */
    FALSE_CLAIM,
    /** The application was given an exception that is not the driver's. */
    THROWN,
    /** An effect, and no record. */
    UNRECORDED,
    /** More than one record of one write. */
    TWICE,
    /** A record of a write that the history does not make. */
    INVENTED,
    /** A record whose outcome was never decided, although everything has ended. */
    LEFT_PENDING,
    /** COMMITTED with another number of rows. */
    WRONG_ROWS,
    /** UNKNOWN, although nothing has failed; honest, and a fault only if it is asked for. */
    UNDECIDED
  }

  /** As a line. */
  String shown() {
    if (kind == Kind.THROWN) {
      return kind + ": " + detail;
    }
    String said =
        record == null
            ? "no record"
            : "record says "
                + record.outcome()
                + " rows "
                + record.rows()
                + (record.error().isEmpty() ? "" : " error " + record.error())
                + " of "
                + record.target()
                + " ["
                + record.statement()
                + "]";
    return kind
        + " slot "
        + slot
        + ": "
        + said
        + "; effect in the database: "
        + effect
        + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
