package io.heddle.audit.archive;

/** Another process archives already; the archive can still be read. */
public final class ArchiverBusyException extends ArchiveException {
  private static final long serialVersionUID = 1;

  ArchiverBusyException(String message) {
    super(message, null);
  }
}
