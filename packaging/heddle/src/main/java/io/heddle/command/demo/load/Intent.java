package io.heddle.command.demo.load;

/** What a request of the load is meant to do, and the answer that says it did. */
public enum Intent {
  /** Places an order that goes through. */
  PLACE(34, "POST", 201),
  /** Places an order for something out of stock, which is rolled back after it was inserted. */
  PLACE_OUT_OF_STOCK(5, "POST", 409),
  /** Places an order without a customer, which is refused. */
  PLACE_INVALID(3, "POST", 400),
  /** Places an order for something without a price, on which the service throws. */
  PLACE_FAILING(3, "POST", 500),
  /** Lists the newest orders. */
  LIST(25, "GET", 200),
  /** Looks at an order it placed. */
  SHOW(15, "GET", 200),
  /** Ships an order it placed. */
  SHIP(9, "PUT", 204),
  /** Cancels an order it placed. */
  CANCEL(6, "DELETE", 204);

  /** How often it comes up, in percent. */
  final int share;

  final String method;
  final int status;

  Intent(int share, String method, int status) {
    this.share = share;
    this.method = method;
    this.status = status;
  }

  /** Whether it asks for a change. */
  boolean isMutating() {
    return this != LIST && this != SHOW;
  }

  /** Whether it needs an order that is there. */
  boolean needsOrder() {
    return this == SHOW || this == SHIP || this == CANCEL;
  }

  /** The intent that comes up for a number from 0 to 99. */
  static Intent of(int percent) {
    int upTo = 0;
    for (Intent intent : values()) {
      upTo += intent.share;
      if (percent < upTo) {
        return intent;
      }
    }
    throw new IllegalArgumentException("expected 0 to 99, got " + percent);
  }
}
