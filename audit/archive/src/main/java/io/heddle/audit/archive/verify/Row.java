package io.heddle.audit.archive.verify;

/** An operation as a file has it; used again for the next. Texts are numbers of that file. */
final class Row {
  static final int LOG = 0;
  static final int SEQ = 1;
  static final int START = 2;
  static final int TENANT = 3;
  static final int TARGET = 4;
  static final int TRACE_HIGH = 5;
  static final int TRACE_LOW = 6;
  static final int SPAN = 7;
  static final int LAYER = 8;
  static final int TYPE = 9;
  static final int OUTCOME = 10;
  static final int DURATION = 11;
  static final int ACTOR = 12;
  static final int STATEMENT = 13;
  static final int ROWS = 14;
  static final int STATUS = 15;
  static final int ERROR = 16;
  static final int TXN = 17;
  static final int ORDINAL = 18;
  static final int TRUNCATED = 19;
  static final int PENDING = 20;

  static final int EXTRA = 21;

  /** How many columns {@code entry} has. */
  static final int COLUMNS = 22;

  private static final byte[] NO_EXTRA = {};

  /** The numbers among the columns, in the order of the table; 0 for what is none. */
  final long[] values = new long[COLUMNS];

  /** What is no number; null for all others. */
  final byte[][] blobs = new byte[COLUMNS][];

  long log() {
    return values[LOG];
  }

  long seq() {
    return values[SEQ];
  }

  boolean wasPending() {
    return values[PENDING] != 0;
  }

  /** The block of extras; empty if there are none. */
  byte[] extra() {
    return blobs[EXTRA] == null ? NO_EXTRA : blobs[EXTRA];
  }

  /** A row that stays as this one is now. */
  Row copy() {
    Row copy = new Row();
    System.arraycopy(values, 0, copy.values, 0, COLUMNS);
    System.arraycopy(blobs, 0, copy.blobs, 0, COLUMNS);
    return copy;
  }

  /** Whether every code is one: a leaf has a byte for each, and a larger number would not show. */
  boolean isInRange() {
    return isCode(LAYER, 3)
        && isCode(TYPE, 9)
        && isCode(OUTCOME, 5)
        && isCode(TRUNCATED, 1)
        && isCode(PENDING, 1)
        && values[EXTRA] == 0; // a number where a block belongs
  }

  private boolean isCode(int column, int most) {
    return values[column] >= 0 && values[column] <= most;
  }
}
