package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** Rows as JSON objects: one array, or one object a line. */
final class JsonRows implements RowPrinter {
  private final PrintWriter out;
  private final JsonGenerator json;
  private final boolean isArray;
  private List<String> names = List.of();

  JsonRows(PrintWriter out, boolean isArray) {
    this.out = out;
    this.isArray = isArray;
    this.json = JsonLayout.on(out, isArray);
  }

  @Override
  public void columns(List<String> names) {
    this.names = names;
    try {
      if (isArray) {
        json.writeStartArray();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void row(List<Object> values) {
    try {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(names.get(i));
        write(json, values.get(i));
      }
      json.writeEndObject();
      if (!isArray) {
        JsonLayout.endLine(json);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void end() {
    try {
      if (isArray) {
        json.writeEndArray();
      }
      json.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (isArray) {
      out.println();
    }
    out.flush();
  }

  /** Writes an object of texts, numbers, booleans, lists and objects. */
  static void write(Writer out, Map<String, Object> object) {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      write(json, object);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Detail detail) {
      write(json, detail.fields());
    } else if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean claim) {
      json.writeBoolean(claim);
    } else {
      json.writeString(value.toString());
    }
  }
}
