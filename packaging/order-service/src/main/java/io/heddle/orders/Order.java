package io.heddle.orders;

import java.math.BigDecimal;
import java.util.List;

/** An order as it is stored. */
record Order(long id, String tenant, String customer, String state, BigDecimal total) {
  /** One position of an order. */
  record Line(String sku, int quantity) {}

  /** An order as a customer asks for it, already checked. */
  record Request(String customer, List<Line> lines) {}

  String json() {
    return "{\"id\":%d,\"customer\":\"%s\",\"state\":\"%s\",\"total\":%s}"
        .formatted(id, escaped(customer), escaped(state), total);
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ') {
                json.append("\\u%04x".formatted(c));
              } else {
                if (c == '"' || c == '\\') {
                  json.append('\\');
                }
                json.appendCodePoint(c);
              }
            });
    return json.toString();
  }
}
