package io.heddle.audit.spool;

import java.io.IOException;

/** A segment that this version of Heddle cannot read, and that must therefore be left alone. */
public final class SpoolFormatException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolFormatException(String message) {
    super(message);
  }
}
