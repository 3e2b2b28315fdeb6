package io.heddle.it.settings;

import io.heddle.settings.Setting;

/** Writes {@code docs/SETTINGS.md}. */
final class SettingsReference {
  private SettingsReference() {}

  static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Settings

        Each setting is given as an argument of the agent (`-javaagent:heddle-agent.jar=home=/data;audit.reads=true`,
        the leading `heddle.` may be left out), as a system property (`-Dheddle.home=/data`) or as an environment
        variable (`HEDDLE_HOME=/data`). The first of these that is present wins. A value that cannot be read is reported
        once and the default stands; an unknown name is reported with the nearest known one. Arguments of the agent are
        separated by semicolons, or by commas with the name of a setting behind them (`home=/data,labels.budget=5`).

        A command stops at a bad value of a setting that commands read, and at an unknown name among its own arguments. It
        passes over bad values of settings that only the agent reads; other unknown names are warnings. Nothing is said of the
        variables that Kubernetes makes for a Service named `heddle` or `heddle-…` (`HEDDLE_SERVICE_HOST`, `HEDDLE_PORT`,
        `HEDDLE_PORT_9464_TCP_ADDR` and so on).

        Times are written `250ms`, `30s`, `10m`, `6h` or `7d`; sizes `64KiB`, `256MiB` or `1GiB`. `~/` at the start of a path
        is the user's home directory: the system property `user.home`, else the variable `HOME`, whichever is an absolute path first, else
        the directory for temporary files, which is reported. The variables `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED`,
        `OTEL_TRACES_EXPORTER`, `OTEL_TRACES_SAMPLER`, `OTEL_BSP_*` and `OTEL_EXPORTER_OTLP_*` mean what OpenTelemetry
        says they mean, and so do the system properties `otel.service.name`, `otel.exporter.otlp.endpoint` and so on, which win
        over them; spans are sent as http/protobuf only.

        This page is generated from the table in the code (`io.heddle.settings.Setting`).

        | Setting | Environment variable | Value | Default | Read by | Meaning |
        |---|---|---|---|---|---|
        """);
    for (Setting setting : Setting.values()) {
      page.append("| ")
          .append(code(setting.key()))
          .append(" | ")
          .append(code(setting.environmentVariable()))
          .append(" | ")
          .append(cell(setting.type().expectation()))
          .append(" | ")
          .append(setting.defaultValue().isEmpty() ? "(empty)" : code(setting.defaultValue()))
          .append(" | ")
          .append(setting.reader())
          .append(" | ")
          .append(cell(setting.description()))
          .append(" |\n");
    }
    return page.toString();
  }

  private static String code(String text) {
    return "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
