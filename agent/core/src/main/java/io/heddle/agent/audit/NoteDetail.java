package io.heddle.agent.audit;

import java.util.Map;

/** Lays out what a note says in detail as a JSON object, without a library. */
public final class NoteDetail {
  private NoteDetail() {}

  /**
   * The object.
   *
   * @param fields texts, numbers, booleans, and iterables of these, by name; in this order
   */
  public static String json(Map<String, ?> fields) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      json.append(json.length() == 1 ? "" : ",");
      text(json, field.getKey());
      json.append(':');
      value(json, field.getValue());
    }
    return json.append('}').toString();
  }

  private static void value(StringBuilder json, Object value) {
    if (value instanceof Iterable<?> items) {
      String between = "[";
      for (Object item : items) {
        json.append(between);
        value(json, item);
        between = ",";
      }
      json.append(between.equals("[") ? "[]" : "]");
    } else if (value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else {
      text(json, String.valueOf(value));
    }
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
