package io.heddle.audit.archive.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.ledger.ExtraFields;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The extras of an operation in JSON, the same in every format. */
public final class ExtrasJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ExtrasJson() {}

  /** The object as text; null if there are none. */
  public static String text(OperationRecord record) {
    return text(record.extras(), record.startEpochMicros());
  }

  static String text(OperationExtras extras, long startMicros) {
    if (extras.isEmpty()) {
      return null;
    }
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, ExtraFields.of(extras, startMicros));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** Writes the field {@code extras}: an object, or null if there are none. */
  public static void field(JsonGenerator json, OperationRecord record) throws IOException {
    json.writeFieldName("extras");
    if (record.extras().isEmpty()) {
      json.writeNull();
    } else {
      write(json, ExtraFields.of(record.extras(), record.startEpochMicros()));
    }
  }

  /** Writes a value of {@link ExtraFields}. */
  public static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        json.writeFieldName(field.getKey().toString());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean claim) {
      json.writeBoolean(claim);
    } else {
      json.writeString(value.toString());
    }
  }
}
