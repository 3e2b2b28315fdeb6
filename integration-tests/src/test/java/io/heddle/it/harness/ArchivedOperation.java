package io.heddle.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A record as {@code heddle audit query --format ndjson} prints it.
 *
 * @param rows -1 if the driver did not say
 * @param extras what it says beyond the fields that all have; a missing node if nothing
 */
public record ArchivedOperation(
    String auditTraceId,
    String tenant,
    String traceId,
    String layer,
    String operation,
    String outcome,
    String target,
    String statement,
    long rows,
    int status,
    String error,
    String node,
    String boot,
    long seq,
    String actor,
    JsonNode extras) {
  static ArchivedOperation parse(JsonNode json) {
    return new ArchivedOperation(
        required(json, "id").asText(),
        required(json, "tenant").asText(),
        text(json, "trace_id"),
        required(json, "layer").asText(),
        required(json, "type").asText(),
        required(json, "outcome").asText(),
        text(json, "target"),
        text(json, "statement"),
        json.path("rows").isNumber() ? json.path("rows").asLong() : -1,
        json.path("status").asInt(0),
        text(json, "error"),
        text(json, "node"),
        text(json, "boot"),
        json.path("seq").asLong(0),
        text(json, "actor"),
        json.hasNonNull("extras") ? json.get("extras") : MissingNode.getInstance());
  }

  /** Empty for none: the field is null then. */
  private static String text(JsonNode json, String field) {
    return json.hasNonNull(field) ? json.get(field).asText() : "";
  }

  private static JsonNode required(JsonNode json, String field) {
    if (!json.has(field)) {
      throw new AssertionError("a record without " + field + ": " + json);
    }
    return json.get(field);
  }

  /** Whether it is a statement. */
  public boolean isStatement() {
    return layer.equalsIgnoreCase("JDBC");
  }

  /** Whether it is a request that was served. */
  public boolean isRequest() {
    return layer.equalsIgnoreCase("HTTP_SERVER");
  }
}
