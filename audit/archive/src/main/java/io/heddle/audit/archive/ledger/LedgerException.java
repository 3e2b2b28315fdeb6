package io.heddle.audit.archive.ledger;

/** Records are archived, but the ledger cannot sign. Says why, and what to do. */
public final class LedgerException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the cause beneath. */
  public LedgerException(String message, Exception cause) {
    super(message, cause);
  }
}
