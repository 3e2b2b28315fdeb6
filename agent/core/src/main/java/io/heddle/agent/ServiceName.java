package io.heddle.agent;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;

/** What the service is called in traces and audit records. */
final class ServiceName {
  private static final String UNKNOWN = "unknown_service:java";

  private ServiceName() {}

  /**
   * Our setting, else what OpenTelemetry's variables say, else the main class or jar.
   *
   * @param standard the name by {@code OTEL_SERVICE_NAME} or {@code OTEL_RESOURCE_ATTRIBUTES};
   *     empty or the SDK's placeholder if they say nothing
   */
  static String of(Settings settings, String standard) {
    String own = settings.text(Setting.SERVICE_NAME);
    if (!own.isEmpty()) {
      return own;
    }
    if (!standard.isEmpty() && !standard.startsWith("unknown_service")) {
      return standard;
    }
    String command = settings.mainClassOrJar();
    String name = command.substring(command.lastIndexOf('/') + 1);
    return name.isEmpty() ? UNKNOWN : name;
  }
}
