package io.heddle.orders;

/** There is less of an item than an order wants. */
final class OutOfStockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutOfStockException(String message) {
    super(message);
  }
}
