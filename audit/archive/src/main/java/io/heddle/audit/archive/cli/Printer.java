package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;

/** Prints operations in one format: {@link #begin}, {@link #print} for each, {@link #end}. */
interface Printer {
  void begin();

  void print(ArchivedOperation operation);

  /** Completes the output; {@code count} operations were printed. */
  void end(long count);

  /** Completes the output of {@code limit} operations, beyond which there are more. */
  default void endCut(Limit limit) {
    end(limit.most());
  }

  /** Makes what was printed visible now. */
  void flush();
}
