package io.heddle.audit.spool.privacy;

/** Something cannot be sealed, opened, wrapped or unwrapped; the message says why. */
public final class PrivacyException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence, which holds nothing secret. */
  public PrivacyException(String message) {
    super(message);
  }

  /** With a sentence, which holds nothing secret, and what caused it. */
  public PrivacyException(String message, Throwable cause) {
    super(message, cause);
  }
}
