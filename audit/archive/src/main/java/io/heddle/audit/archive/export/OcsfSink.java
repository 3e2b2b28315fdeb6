package io.heddle.audit.archive.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.ExtrasJson;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Events of class 6003, API Activity, of the Open Cybersecurity Schema Framework, one JSON object a
 * line, with the profile {@code trace}.
 *
 * @see <a href="https://schema.ocsf.io/1.5.0/classes/api_activity">API Activity</a>
 */
public final class OcsfSink implements OperationSink {
  static final String SCHEMA_VERSION = "1.5.0";

  private static final int CATEGORY = 6;
  private static final int CLASS = 6003;
  private static final int INFORMATIONAL = 1;

  private final JsonGenerator json;
  private boolean isAny;

  /** Writes to {@code out}, and closes it when it is closed. */
  public OcsfSink(Writer out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  @Override
  public void take(ArchivedOperation operation) throws IOException {
    OperationRecord record = operation.record();
    isAny = true;
    json.writeStartObject();
    classification(record.operationType());
    times(record);
    status(record);
    metadata(operation);
    actor(operation);
    api(operation);
    endpoint(operation);
    resource(record);
    if (record.status() > 0) {
      json.writeObjectFieldStart("http_response");
      json.writeNumberField("code", record.status());
      json.writeEndObject();
    }
    trace(operation);
    unmapped(operation);
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    if (isAny) {
      json.writeRaw('\n');
    }
    json.close();
  }

  private void classification(OperationType type) throws IOException {
    int activity = activity(type);
    String name = type.name().charAt(0) + type.name().substring(1).toLowerCase(Locale.ROOT);
    json.writeNumberField("category_uid", CATEGORY);
    json.writeStringField("category_name", "Application Activity");
    json.writeNumberField("class_uid", CLASS);
    json.writeStringField("class_name", "API Activity");
    json.writeNumberField("activity_id", activity);
    json.writeStringField("activity_name", name);
    json.writeNumberField("type_uid", CLASS * 100L + activity);
    json.writeStringField(
        "type_name", "API Activity: " + (activity == Activity.OTHER ? "Other" : name));
    json.writeNumberField("severity_id", INFORMATIONAL);
    json.writeStringField("severity", "Informational");
  }

  /** The numbers of {@code activity_id}. */
  private static final class Activity {
    static final int CREATE = 1;
    static final int READ = 2;
    static final int UPDATE = 3;
    static final int DELETE = 4;
    static final int OTHER = 99;
  }

  private static int activity(OperationType type) {
    return switch (type) {
      case CREATE -> Activity.CREATE;
      case READ -> Activity.READ;
      case UPDATE -> Activity.UPDATE;
      case DELETE -> Activity.DELETE;
      default -> Activity.OTHER;
    };
  }

  /** Milliseconds since the epoch, as the schema's {@code timestamp_t} is. */
  private void times(OperationRecord record) throws IOException {
    long startMillis = Math.floorDiv(record.startEpochMicros(), 1_000L);
    long durationMillis = record.durationNanos() / 1_000_000;
    json.writeNumberField("time", startMillis);
    json.writeNumberField("start_time", startMillis);
    json.writeNumberField("end_time", startMillis + durationMillis);
    json.writeNumberField("duration", durationMillis);
  }

  private void status(OperationRecord record) throws IOException {
    int status = statusId(record.outcome());
    json.writeNumberField("status_id", status);
    json.writeStringField("status", new String[] {"Unknown", "Success", "Failure"}[status]);
    json.writeStringField("status_detail", record.outcome().name());
    if (!record.error().isEmpty()) {
      json.writeStringField("status_code", record.error());
    }
  }

  /** 0 unknown, 1 success, 2 failure. */
  private static int statusId(Outcome outcome) {
    return switch (outcome) {
      case COMMITTED, SUCCEEDED -> 1;
      case ROLLED_BACK, FAILED -> 2;
      case PENDING, UNKNOWN -> 0;
    };
  }

  private void metadata(ArchivedOperation operation) throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeStringField("version", SCHEMA_VERSION);
    json.writeStringField("uid", operation.id().toString());
    json.writeNumberField("sequence", operation.record().seq());
    json.writeStringField("tenant_uid", operation.record().tenant());
    json.writeStringField("correlation_uid", operation.traceId());
    json.writeStringField("log_name", "audit");
    json.writeArrayFieldStart("profiles");
    json.writeString("trace");
    json.writeEndArray();
    json.writeObjectFieldStart("product");
    json.writeStringField("name", "Heddle");
    json.writeStringField("vendor_name", "Heddle");
    json.writeEndObject();
    json.writeEndObject();
  }

  private void actor(ArchivedOperation operation) throws IOException {
    json.writeObjectFieldStart("actor");
    json.writeStringField("app_name", known(operation.service()));
    if (!operation.record().actor().isEmpty()) {
      json.writeObjectFieldStart("user");
      json.writeStringField("name", operation.record().actor());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void api(ArchivedOperation operation) throws IOException {
    OperationRecord record = operation.record();
    json.writeObjectFieldStart("api");
    json.writeStringField(
        "operation", record.statement().isEmpty() ? activityText(record) : record.statement());
    json.writeObjectFieldStart("service");
    json.writeStringField("name", known(operation.service()));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String activityText(OperationRecord record) {
    return (record.operationType() + " " + record.target()).strip();
  }

  /**
   * Where the operation was made: the client of a request that names one, which the service is the
   * destination of; else the service's own machine or pod.
   */
  private void endpoint(ArchivedOperation operation) throws IOException {
    byte[] client = operation.record().extras().field(OperationExtras.CLIENT_ADDRESS).orElse(null);
    if (client != null) {
      json.writeObjectFieldStart("src_endpoint");
      json.writeStringField("ip", new String(client, UTF_8));
      json.writeEndObject();
    }
    json.writeObjectFieldStart(client == null ? "src_endpoint" : "dst_endpoint");
    json.writeStringField("name", known(operation.node()));
    json.writeStringField("svc_name", known(operation.service()));
    json.writeEndObject();
  }

  private void resource(OperationRecord record) throws IOException {
    if (!record.target().isEmpty()) {
      json.writeArrayFieldStart("resources");
      json.writeStartObject();
      json.writeStringField("name", record.target());
      json.writeStringField("type", record.layer().name());
      json.writeEndObject();
      json.writeEndArray();
    }
  }

  private void trace(ArchivedOperation operation) throws IOException {
    OperationRecord record = operation.record();
    long startMillis = Math.floorDiv(record.startEpochMicros(), 1_000L);
    json.writeObjectFieldStart("trace");
    json.writeStringField("uid", operation.traceId());
    json.writeObjectFieldStart("span");
    json.writeStringField("uid", operation.spanId());
    json.writeNumberField("start_time", startMillis);
    json.writeNumberField("end_time", startMillis + record.durationNanos() / 1_000_000);
    json.writeEndObject();
    json.writeEndObject();
  }

  /** What the schema has no place for, so that nothing is lost. */
  private void unmapped(ArchivedOperation operation) throws IOException {
    OperationRecord record = operation.record();
    json.writeObjectFieldStart("unmapped");
    json.writeNumberField("start_micros", record.startEpochMicros());
    json.writeNumberField("duration_nanos", record.durationNanos());
    json.writeStringField("layer", record.layer().name());
    json.writeStringField("operation_type", record.operationType().name());
    json.writeStringField("boot", Long.toHexString(operation.boot()));
    if (record.rows() >= 0) {
      json.writeNumberField("rows", record.rows());
    }
    if (record.transaction() != 0) {
      json.writeNumberField("transaction", record.transaction());
      json.writeNumberField("ordinal", record.ordinal());
    }
    if (record.isTruncated()) {
      json.writeBooleanField("truncated", true);
    }
    if (!record.extras().isEmpty()) {
      ExtrasJson.field(json, record);
    }
    json.writeEndObject();
  }

  private static String known(String name) {
    return name.isEmpty() ? "unknown" : name;
  }
}
