package io.heddle.audit.archive;

/** An archive cannot be written by this account; it may be read all the same. */
public final class UnwritableArchiveException extends ArchiveException {
  private static final long serialVersionUID = 1L;

  UnwritableArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
