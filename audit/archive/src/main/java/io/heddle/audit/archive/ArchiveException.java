package io.heddle.audit.archive;

/**
 * The archive cannot do what was asked. The message says what happened, the value, what was
 * expected and what to do; the spool is untouched.
 */
public class ArchiveException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the cause beneath, or null. */
  public ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
