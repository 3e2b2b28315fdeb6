package io.heddle.exporter.telemetry.otlp;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How spans are shipped.
 *
 * @param enabled false: no spans are built or shipped
 * @param endpoint where spans are posted, path included
 * @param headers sent with each request
 * @param timeoutMillis the most that one batch may take, all attempts together
 * @param gzip whether bodies are compressed
 * @param resource attributes of the process, {@code service.name} among them if it is known
 * @param queueSize how many operations may wait
 * @param batchSize the most spans in a request
 * @param delayMillis the longest an operation waits for its batch to fill
 */
public record OtlpOptions(
    boolean enabled,
    URI endpoint,
    Map<String, String> headers,
    int timeoutMillis,
    boolean gzip,
    Map<String, String> resource,
    int queueSize,
    int batchSize,
    int delayMillis) {
  private static final String SERVICE_NAME = "service.name";

  /** Copies the maps. */
  public OtlpOptions {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  /**
   * Reads the standard variables of OpenTelemetry: {@code OTEL_SDK_DISABLED}, {@code
   * OTEL_TRACES_EXPORTER}, {@code OTEL_SERVICE_NAME}, {@code OTEL_RESOURCE_ATTRIBUTES}, {@code
   * OTEL_BSP_…} and {@code OTEL_EXPORTER_OTLP_…}, of which the form for traces wins. Unlike the
   * SDK, ships nothing unless an endpoint or the exporter {@code otlp} is named.
   *
   * @param variables the value of a variable; null if it is not set
   * @param problems told, in a sentence each, about every variable that is wrong; its default is
   *     used then
   */
  public static OtlpOptions of(UnaryOperator<String> variables, Consumer<String> problems) {
    return new OtlpVariables(variables, problems).options();
  }

  /** The name of the service, empty if it is not known. */
  public String serviceName() {
    return resource.getOrDefault(SERVICE_NAME, "");
  }

  /** These options for a service of that name. */
  public OtlpOptions withServiceName(String name) {
    Map<String, String> renamed = new HashMap<>(resource);
    renamed.put(SERVICE_NAME, name);
    return new OtlpOptions(
        enabled,
        endpoint,
        headers,
        timeoutMillis,
        gzip,
        renamed,
        queueSize,
        batchSize,
        delayMillis);
  }
}
