package io.heddle.audit.archive.witness;

import io.heddle.audit.archive.tlog.NoteException;

/** A witness has cosigned more leaves than the log has: the log has lost some. */
final class LostLeavesException extends NoteException {
  private static final long serialVersionUID = 1L;

  LostLeavesException(String message) {
    super(message);
  }
}
