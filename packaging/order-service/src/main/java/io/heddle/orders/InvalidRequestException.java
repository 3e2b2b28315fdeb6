package io.heddle.orders;

/** A request that makes no sense; the message says what is wrong with it. */
final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidRequestException(String message) {
    super(message);
  }
}
