package io.heddle.orders;

import jakarta.servlet.http.HttpServletRequest;

/** Reads what both services find in their requests. */
final class Forms {
  private static final int MOST_PIECES = 100;

  private Forms() {}

  /** The tenant that the request says it is from. */
  static String tenant(HttpServletRequest request) {
    String tenant = request.getHeader("X-Tenant-ID");
    if (tenant == null || tenant.isBlank() || tenant.length() > 64) {
      throw new InvalidRequestException("X-Tenant-ID is missing or too long");
    }
    return tenant;
  }

  /** Reads {@code SKU:QUANTITY}. */
  static Order.Line line(String item) {
    int colon = item.lastIndexOf(':');
    if (colon < 1 || colon > 40) {
      throw new InvalidRequestException("an item is SKU:QUANTITY");
    }
    int quantity = number(item.substring(colon + 1), "quantity", -1);
    if (quantity < 1 || quantity > MOST_PIECES) {
      throw new InvalidRequestException("a quantity is 1 to " + MOST_PIECES);
    }
    return new Order.Line(item.substring(0, colon), quantity);
  }

  /** Reads a number; {@code absent} stands for null. */
  static int number(String text, String name, int absent) {
    if (text == null) {
      return absent;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new InvalidRequestException(name + " must be a number of at most 9 digits");
    }
    return Integer.parseInt(text);
  }
}
