package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.ExtrasJson;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Every field of every operation as JSON: one array, or one object a line. */
final class JsonPrinter implements Printer {
  private final PrintWriter out;
  private final JsonGenerator json;
  private final boolean isArray;

  JsonPrinter(PrintWriter out, boolean isArray) {
    this.out = out;
    this.isArray = isArray;
    this.json = JsonLayout.on(out, isArray);
  }

  @Override
  public void begin() {
    if (isArray) {
      write(json::writeStartArray);
    }
  }

  @Override
  public void print(ArchivedOperation operation) {
    write(() -> write(operation));
  }

  @Override
  public void end(long count) {
    if (isArray) {
      write(json::writeEndArray);
    }
    write(json::flush);
    if (isArray) {
      out.println();
    }
    out.flush();
  }

  @Override
  public void flush() {
    write(json::flush);
    out.flush();
  }

  private void write(ArchivedOperation operation) throws IOException {
    OperationRecord record = operation.record();
    json.writeStartObject();
    json.writeStringField("id", operation.id().toString());
    json.writeStringField("time", Moments.exact(record.startEpochMicros()));
    json.writeStringField("tenant", record.tenant());
    text("actor", record.actor());
    json.writeStringField("type", record.operationType().name());
    json.writeStringField("layer", record.layer().name());
    text("target", record.target());
    json.writeStringField("statement", record.statement());
    json.writeStringField("outcome", record.outcome().name());
    if (record.rows() >= 0) {
      json.writeNumberField("rows", record.rows());
    } else {
      json.writeNullField("rows");
    }
    if (record.status() > 0) {
      json.writeNumberField("status", record.status());
    } else {
      json.writeNullField("status");
    }
    text("error", record.error());
    json.writeNumberField("duration_nanos", record.durationNanos());
    json.writeStringField("trace_id", operation.traceId());
    json.writeStringField("span_id", operation.spanId());
    json.writeStringField("service", operation.service());
    json.writeStringField("node", operation.node());
    json.writeStringField("boot", Long.toHexString(operation.boot()));
    json.writeNumberField("seq", record.seq());
    json.writeNumberField("transaction", record.transaction());
    json.writeNumberField("ordinal", record.ordinal());
    json.writeBooleanField("truncated", record.isTruncated());
    ExtrasJson.field(json, record);
    json.writeEndObject();
    if (!isArray) {
      JsonLayout.endLine(json);
    }
  }

  private void text(String name, String value) throws IOException {
    if (value.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void write(Step step) {
    try {
      step.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
