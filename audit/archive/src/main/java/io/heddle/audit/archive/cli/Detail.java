package io.heddle.audit.archive.cli;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A cell with fields of its own: an object in JSON, its text in CSV, and for a person the fields in
 * a row.
 */
record Detail(Map<String, Object> fields) {
  String json() {
    StringWriter text = new StringWriter();
    JsonRows.write(text, fields);
    return text.toString();
  }

  @Override
  public String toString() {
    return fields.entrySet().stream()
        .filter(field -> !text(field.getValue()).isEmpty())
        .map(field -> field.getKey() + " " + text(field.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof Collection<?> items
        ? items.stream().map(String::valueOf).collect(Collectors.joining("+"))
        : String.valueOf(value);
  }
}
