package io.heddle.exporter.telemetry.otlp;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reads {@link OtlpOptions} from the standard variables and tells everything that is wrong. */
final class OtlpVariables {
  private static final String GENERAL = "OTEL_EXPORTER_OTLP_";
  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_";
  private static final URI DEFAULT_ENDPOINT = URI.create("http://localhost:4318/v1/traces");

  private final UnaryOperator<String> variables;
  private final Consumer<String> problems;

  OtlpVariables(UnaryOperator<String> variables, Consumer<String> problems) {
    this.variables = variables;
    this.problems = problems;
  }

  OtlpOptions options() {
    if ("true".equalsIgnoreCase(value("OTEL_SDK_DISABLED"))) {
      return disabled();
    }
    boolean isNamed = isExporterNamed();
    boolean wanted =
        value("OTEL_TRACES_EXPORTER").isEmpty()
            ? !value(GENERAL + "ENDPOINT").isEmpty() || !value(TRACES + "ENDPOINT").isEmpty()
            : isNamed;
    // Only what will be used is worth a complaint.
    if (!wanted || !isProtocolSpoken()) {
      return disabled();
    }
    int queueSize = number("OTEL_BSP_MAX_QUEUE_SIZE", 2048, 2, 1 << 20);
    return new OtlpOptions(
        true,
        endpoint(),
        pairs(nameOf("HEADERS")),
        number(nameOf("TIMEOUT"), 10_000, 1, 600_000),
        isGzip(),
        resource(),
        queueSize,
        Math.min(queueSize, number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1, 1 << 20)),
        number("OTEL_BSP_SCHEDULE_DELAY", 1_000, 1, 600_000));
  }

  private OtlpOptions disabled() {
    return new OtlpOptions(
        false, DEFAULT_ENDPOINT, Map.of(), 10_000, false, resource(), 2048, 512, 1_000);
  }

  private boolean isExporterNamed() {
    boolean isNamed = false;
    for (String exporter : value("OTEL_TRACES_EXPORTER").split(",")) {
      switch (exporter.trim()) {
        case "otlp" -> isNamed = true;
        case "none", "" -> {}
        default -> problem("OTEL_TRACES_EXPORTER", exporter.trim(), "otlp or none");
      }
    }
    return isNamed;
  }

  private boolean isProtocolSpoken() {
    String name = nameOf("PROTOCOL");
    String protocol = value(name);
    if (protocol.isEmpty() || protocol.equals("http/protobuf")) {
      return true;
    }
    problems.accept(
        name
            + " is \""
            + protocol
            + "\", which Heddle does not speak; no spans are shipped. Set it to http/protobuf, and"
            + " the endpoint to the collector's HTTP port, usually 4318");
    return false;
  }

  private URI endpoint() {
    String exact = value(TRACES + "ENDPOINT");
    String name = exact.isEmpty() ? GENERAL + "ENDPOINT" : TRACES + "ENDPOINT";
    String text = value(name);
    if (text.isEmpty()) {
      return DEFAULT_ENDPOINT;
    }
    try {
      // The specification: a general endpoint is a base, the one for traces is used as it is.
      String full = exact.isEmpty() ? text.replaceAll("/+$", "") + "/v1/traces" : text;
      URI endpoint = new URI(full);
      boolean isHttp = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      if (isHttp && endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException malformed) {
      // told below, together with what is no HTTP endpoint
    }
    problem(name, text, "an http or https URL such as http://collector:4318");
    return DEFAULT_ENDPOINT;
  }

  private boolean isGzip() {
    String name = nameOf("COMPRESSION");
    String compression = value(name);
    if (!compression.isEmpty() && !compression.equals("gzip") && !compression.equals("none")) {
      problem(name, compression, "gzip or none");
    }
    return compression.equals("gzip");
  }

  private Map<String, String> resource() {
    Map<String, String> resource = pairs("OTEL_RESOURCE_ATTRIBUTES");
    String serviceName = value("OTEL_SERVICE_NAME");
    if (!serviceName.isEmpty()) {
      resource.put("service.name", serviceName);
    }
    return resource;
  }

  /** {@code key=value,key=value}, with percent signs before what may not stand for itself. */
  private Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : value(name).split(",")) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : pair.substring(0, equals).trim();
      if (key.isEmpty()) {
        // Without the value: it may be a secret.
        problems.accept(name + " has an entry without a key; expected key=value,key=value");
        continue;
      }
      try {
        String value = pair.substring(equals + 1).trim().replace("+", "%2B");
        pairs.put(key, URLDecoder.decode(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException malformed) {
        problems.accept(name + " has a malformed percent sign in the value of " + key);
      }
    }
    return pairs;
  }

  private int number(String name, int whenUnset, int least, int most) {
    String text = value(name);
    if (text.isEmpty()) {
      return whenUnset;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below, together with numbers out of range
    }
    problem(name, text, "a whole number from " + least + " to " + most);
    return whenUnset;
  }

  /** The variable for traces if it is set, else the general one. */
  private String nameOf(String what) {
    return value(TRACES + what).isEmpty() ? GENERAL + what : TRACES + what;
  }

  private String value(String name) {
    String value = variables.apply(name);
    return value == null ? "" : value.trim();
  }

  private void problem(String name, String value, String expected) {
    problems.accept(name + " is \"" + value + "\"; expected " + expected);
  }
}
