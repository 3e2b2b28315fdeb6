package io.heddle.audit.archive.tlog;

/** A text is not what it should be: a note, a key, a checkpoint or a proof. Says why. */
public class NoteException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what is wrong. */
  public NoteException(String message) {
    super(message);
  }
}
