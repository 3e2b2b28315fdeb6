package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Rows as JSON objects: one array, or one object a line. */
final class JsonRows implements RowPrinter {
  private final PrintWriter out;
  private final JsonGenerator json;
  private final boolean isArray;
  private List<String> names = List.of();
  private boolean isAny;

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
    isAny = true;
    try {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(names.get(i));
        write(values.get(i));
      }
      json.writeEndObject();
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
    if (isArray || isAny) {
      out.println();
    }
    out.flush();
  }

  private void write(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
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
