package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;

/** Prints operations in one format: {@link #begin}, {@link #print} for each, {@link #end}. */
interface Printer {
  void begin();

  void print(ArchivedOperation operation);

  /** Completes the output; {@code count} operations were printed. */
  void end(long count);

  /** Makes what was printed visible now. */
  void flush();
}
