package io.heddle.exporter.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpOptionsTest {
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "OTEL_TRACES_EXPORTER=otlp, true",
    "OTEL_TRACES_EXPORTER=none, false",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, true",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/t, true",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_TRACES_EXPORTER=none, false",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_SDK_DISABLED=TRUE, false",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318;OTEL_SDK_DISABLED=false, true",
    "OTEL_EXPORTER_OTLP_ENDPOINT=, false",
  })
  void isEnabledOnlyIfAskedFor(String variables, boolean enabled) {
    assertThat(options(variables.split(";")).enabled()).isEqualTo(enabled);
    assertThat(problems).isEmpty();
  }

  @Test
  void hasTheDefaultsOfTheSpecificationButASecondOfDelay() {
    OtlpOptions options = options("OTEL_TRACES_EXPORTER=otlp");

    assertThat(options.endpoint()).hasToString("http://localhost:4318/v1/traces");
    assertThat(options.timeoutMillis()).isEqualTo(10_000);
    assertThat(options.gzip()).isFalse();
    assertThat(options.headers()).isEmpty();
    assertThat(options.queueSize()).isEqualTo(2_048);
    assertThat(options.batchSize()).isEqualTo(512);
    assertThat(options.delayMillis()).isEqualTo(1_000);
    assertThat(options.serviceName()).isEmpty();
    assertThat(options.withServiceName("orders").serviceName()).isEqualTo("orders");
  }

  @ParameterizedTest
  @CsvSource({
    "http://c:4318, http://c:4318/v1/traces",
    "http://c:4318/, http://c:4318/v1/traces",
    "https://c/otlp, https://c/otlp/v1/traces",
  })
  void appendsThePathToAGeneralEndpoint(String given, String used) {
    assertThat(options("OTEL_EXPORTER_OTLP_ENDPOINT=" + given).endpoint()).hasToString(used);
  }

  @Test
  void prefersWhatIsSaidOfTraces() {
    OtlpOptions options =
        options(
            "OTEL_EXPORTER_OTLP_ENDPOINT=http://general:4318",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://traces:4318/exactly",
            "OTEL_EXPORTER_OTLP_HEADERS=a=1",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS=b=2",
            "OTEL_EXPORTER_OTLP_TIMEOUT=1",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=2",
            "OTEL_EXPORTER_OTLP_COMPRESSION=none",
            "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=gzip",
            "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf");

    assertThat(options.endpoint()).hasToString("http://traces:4318/exactly");
    assertThat(options.headers()).containsExactly(Map.entry("b", "2"));
    assertThat(options.timeoutMillis()).isEqualTo(2);
    assertThat(options.gzip()).isTrue();
    assertThat(problems).isEmpty();
  }

  @Test
  void decodesHeadersAndAttributes() {
    OtlpOptions options =
        options(
            "OTEL_TRACES_EXPORTER=otlp",
            "OTEL_EXPORTER_OTLP_HEADERS= Authorization = Basic%20YTpi+c== , x=,",
            "OTEL_RESOURCE_ATTRIBUTES=service.name=inner,k8s.pod.name=p%2C1",
            "OTEL_SERVICE_NAME=outer");

    assertThat(options.headers())
        .containsOnly(Map.entry("Authorization", "Basic YTpi+c=="), Map.entry("x", ""));
    assertThat(options.resource())
        .containsOnly(Map.entry("service.name", "outer"), Map.entry("k8s.pod.name", "p,1"));
    assertThat(problems).isEmpty();
  }

  @Test
  void tellsAllThatIsWrongAtOnceAndUsesTheDefaults() {
    OtlpOptions options =
        options(
            "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318",
            "OTEL_EXPORTER_OTLP_TIMEOUT=10s",
            "OTEL_EXPORTER_OTLP_COMPRESSION=zstd",
            "OTEL_EXPORTER_OTLP_HEADERS=hunter2,key=100%",
            "OTEL_BSP_SCHEDULE_DELAY=-1",
            "OTEL_BSP_MAX_QUEUE_SIZE=999999999999",
            "OTEL_TRACES_EXPORTER=otlp,zipkin");

    assertThat(problems).hasSize(8);
    assertThat(problems)
        .anyMatch(p -> p.contains("collector:4318") && p.contains("http or https URL"))
        .anyMatch(p -> p.contains("TIMEOUT is \"10s\""))
        .anyMatch(p -> p.contains("\"zstd\"; expected gzip or none"))
        .anyMatch(p -> p.contains("percent sign") && p.contains("key"))
        .anyMatch(p -> p.contains("SCHEDULE_DELAY"))
        .anyMatch(p -> p.contains("MAX_QUEUE_SIZE"))
        .anyMatch(p -> p.contains("zipkin"))
        .noneMatch(p -> p.contains("hunter2"));
    assertThat(options.enabled()).isTrue();
    assertThat(options.timeoutMillis()).isEqualTo(10_000);
    assertThat(options.delayMillis()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http/json"})
  void refusesAProtocolItDoesNotSpeakAndSaysWhatToDo(String protocol) {
    OtlpOptions options =
        options(
            "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "OTEL_EXPORTER_OTLP_PROTOCOL=" + protocol);

    assertThat(options.enabled()).isFalse();
    assertThat(problems).singleElement().asString().contains(protocol, "http/protobuf", "4318");
  }

  private OtlpOptions options(String... assignments) {
    Map<String, String> variables = new HashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals > 0) {
        variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
      }
    }
    return OtlpOptions.of(variables::get, problems::add);
  }
}
