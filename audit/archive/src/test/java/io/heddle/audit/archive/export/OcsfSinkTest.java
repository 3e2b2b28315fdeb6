package io.heddle.audit.archive.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.query.ArchivedOperation;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OcsfSinkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every attribute that the schema requires, in the class and in every object that is there. */
  @Test
  void hasEveryAttributeThatTheSchemaRequires() throws Exception {
    JsonNode schema =
        JSON.readTree(OcsfSinkTest.class.getResourceAsStream("ocsf-1.5-required.json"));
    List<String> missing = new ArrayList<>();
    for (JsonNode event : events(ExportedOperations.all())) {
      check(schema, "api_activity", event, missing);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void classifiesByTheSchemasNumbers() throws Exception {
    for (JsonNode event : events(ExportedOperations.all())) {
      assertThat(event.get("class_uid").asInt()).isEqualTo(6003);
      assertThat(event.get("category_uid").asInt()).isEqualTo(6);
      assertThat(event.get("type_uid").asInt())
          .isEqualTo(600_300 + event.get("activity_id").asInt());
      int activity =
          switch (event.get("unmapped").get("operation_type").asText()) {
            case "CREATE" -> 1;
            case "READ" -> 2;
            case "UPDATE" -> 3;
            case "DELETE" -> 4;
            default -> 99;
          };
      assertThat(event.get("activity_id").asInt()).isEqualTo(activity);
      String status =
          switch (event.get("status_detail").asText()) {
            case "COMMITTED", "SUCCEEDED" -> "Success";
            case "ROLLED_BACK", "FAILED" -> "Failure";
            default -> "Unknown";
          };
      assertThat(event.get("status").asText()).isEqualTo(status);
    }
  }

  @Test
  void tellsWhoDidWhatWhenForWhom() throws Exception {
    ArchivedOperation operation = ExportedOperations.all().get(3);
    JsonNode event = events(List.of(operation)).get(0);

    assertThat(event.get("time").asLong()).isEqualTo(operation.record().startEpochMicros() / 1_000);
    assertThat(event.at("/metadata/uid").asText()).isEqualTo(operation.id().toString());
    assertThat(event.at("/metadata/tenant_uid").asText()).isEqualTo(operation.record().tenant());
    assertThat(event.at("/metadata/version").asText()).isEqualTo("1.5.0");
    assertThat(event.at("/actor/user/name").asText()).isEqualTo("alice");
    assertThat(event.at("/api/operation").asText()).startsWith("UPDATE orders");
    assertThat(event.at("/resources/0/name").asText()).isEqualTo("orders");
    assertThat(event.at("/trace/uid").asText()).isEqualTo(operation.traceId());
    assertThat(event.at("/trace/span/uid").asText()).isEqualTo(operation.spanId());
    assertThat(event.at("/unmapped/rows").asLong()).isEqualTo(4);
  }

  @Test
  void writesNothingForNothing() throws Exception {
    StringWriter out = new StringWriter();
    new OcsfSink(out).close();
    assertThat(out.toString()).isEmpty();
  }

  private static void check(JsonNode schema, String type, JsonNode object, List<String> missing) {
    JsonNode rules = schema.get(type);
    for (JsonNode required : rules.path("required")) {
      if (!object.hasNonNull(required.asText())) {
        missing.add(type + "." + required.asText());
      }
    }
    boolean isAny = !rules.has("atLeastOne");
    for (JsonNode candidate : rules.path("atLeastOne")) {
      isAny |= object.hasNonNull(candidate.asText());
    }
    if (!isAny) {
      missing.add(type + " has none of " + rules.get("atLeastOne"));
    }
    rules
        .path("objects")
        .properties()
        .forEach(
            part -> {
              if (object.has(part.getKey())) {
                check(schema, part.getValue().asText(), object.get(part.getKey()), missing);
              }
            });
  }

  private static List<JsonNode> events(List<ArchivedOperation> operations) throws Exception {
    StringWriter out = new StringWriter();
    try (OcsfSink sink = new OcsfSink(out)) {
      for (ArchivedOperation operation : operations) {
        sink.take(operation);
      }
    }
    List<JsonNode> events = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      events.add(JSON.readTree(line));
    }
    assertThat(events).hasSameSizeAs(operations);
    return events;
  }
}
