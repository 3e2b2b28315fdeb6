package io.heddle.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
  @ParameterizedTest
  @EnumSource
  void everyDefaultIsValid(Setting setting) {
    assertThat(setting.type().problem(setting.defaultValue())).isNull();
  }

  @Test
  void argumentsWinOverPropertiesOverEnvironment() {
    Map<String, String> environment =
        Map.of("HEDDLE_NODE", "e", "HEDDLE_METRICS_PORT", "3", "HEDDLE_METRICS_HOST", "h");
    Map<String, String> properties = Map.of("heddle.node", "p", "heddle.metrics.port", "2");
    Settings settings = Settings.resolve(Map.of("node", "a"), properties, environment);

    assertThat(settings.text(Setting.NODE)).isEqualTo("a");
    assertThat(settings.count(Setting.METRICS_PORT)).isEqualTo(2);
    assertThat(settings.text(Setting.METRICS_HOST)).isEqualTo("h");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void saysWhereAValueComesFrom() {
    Map<String, String> environment =
        Map.of("HEDDLE_NODE", "e", "HEDDLE_METRICS_PORT", "3", "HEDDLE_METRICS_HOST", "h");
    Map<String, String> properties = Map.of("heddle.node", "p", "heddle.metrics.port", "2");
    Settings settings = Settings.resolve(Map.of("node", "a"), properties, environment);

    assertThat(settings.source(Setting.NODE)).isEqualTo("argument of the agent");
    assertThat(settings.source(Setting.METRICS_PORT))
        .isEqualTo("system property heddle.metrics.port");
    assertThat(settings.source(Setting.METRICS_HOST))
        .isEqualTo("environment variable HEDDLE_METRICS_HOST");
    assertThat(settings.source(Setting.HOME)).isEqualTo("default");
    Settings full = Settings.resolve(Map.of("heddle.node", "a"), properties, environment);
    assertThat(full.source(Setting.NODE)).isEqualTo("argument of the agent");
  }

  @Test
  void aBadValueIsReportedAndTheDefaultStands() {
    Settings settings =
        Settings.resolve(Map.of("metrics.port", "70000"), Map.of(), Map.of("HEDDLE_HOME", " "));

    assertThat(settings.count(Setting.METRICS_PORT)).isEqualTo(9464);
    assertThat(settings.problems())
        .containsExactly(
            "HEDDLE_HOME is ' ', expected a path without control characters; going on with the"
                + " default ~/.heddle",
            "heddle.metrics.port is '70000', expected a port from 0 to 65535; going on with the"
                + " default 9464");
  }

  @Test
  void anUnknownNameGetsASuggestion() {
    Settings settings =
        Settings.resolve(
            Map.of("spool.maxbytes", "1"), Map.of(), Map.of("HEDDLE_SPOOL_MAXBYTES", "1"));

    assertThat(settings.problems())
        .containsExactly(
            "setting 'heddle.spool.maxbytes' is unknown and ignored; did you mean"
                + " heddle.spool.max-bytes?",
            "setting 'HEDDLE_SPOOL_MAXBYTES' is unknown and ignored; did you mean"
                + " HEDDLE_SPOOL_MAX_BYTES?");
  }

  @Test
  void aHostileNameCannotBreakTheLine() {
    Settings settings = Settings.resolve(Map.of("a\nb", "1"), Map.of(), Map.of());

    assertThat(settings.problems()).singleElement().asString().doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "64KiB, 65536",
    "256mb, 268435456",
    "1 GiB, 1073741824",
    "-1, -1",
    "'', -1",
    "5xb, -1",
    "9999999999GiB, -1"
  })
  void readsSizes(String text, long bytes) {
    assertThat(SettingType.parseBytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"250ms, 250", "30s, 30000", "10m, 600000", "7d, 604800000", "5, -1", "s, -1"})
  void readsDurations(String text, long millis) {
    assertThat(SettingType.parseMillis(text)).isEqualTo(millis);
  }

  @Test
  void readsAgentArguments() {
    assertThat(Settings.parseArguments("home=/x; heddle.audit.reads ;labels.budget=5"))
        .containsOnly(
            Map.entry("home", "/x"),
            Map.entry("heddle.audit.reads", "true"),
            Map.entry("labels.budget", "5"));
    assertThat(Settings.parseArguments(null)).isEmpty();
  }

  @Test
  void separatesArgumentsAtCommasToo() {
    assertThat(Settings.parseArguments("home=/d,labels.budget=5,audit.reads,heddle.node=n"))
        .containsOnly(
            Map.entry("home", "/d"),
            Map.entry("labels.budget", "5"),
            Map.entry("audit.reads", "true"),
            Map.entry("heddle.node", "n"));
  }

  @Test
  void leavesACommaToTheValueIfNoSettingIsNamedBehindIt() {
    assertThat(Settings.parseArguments("tenant.headers=A,B;home=/a,b=c"))
        .containsOnly(Map.entry("tenant.headers", "A,B"), Map.entry("home", "/a,b=c"));
  }

  @Test
  void complainsOfANameWithoutAValue() {
    Settings settings =
        Settings.resolve(Settings.parseArguments("home;node"), Map.of(), Map.of("HOME", "/h"));

    assertThat(settings.problems())
        .containsExactly(
            "heddle.home has no value, expected a path without control characters; going on with"
                + " the default ~/.heddle",
            "heddle.node has no value, expected text; going on with none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log.level | verbose | error, warn, info or debug; going on with the default info",
        "log.format | xml | text or json; going on with the default text",
        "spool.segment-bytes | 2GiB | a size from 64KiB to 1GiB; going on with 1GiB",
        "spool.segment-bytes | 1 | a size from 64KiB to 1GiB; going on with 64KiB",
        "tenant.max-length | 129 | a whole number from 1 to 128; going on with 128",
        "instrumentations.off | jdbc,nope | names among servlet, jdbc, java-http-client, executors,"
            + " queues, jdbc-values and servlet-bodies; going on with jdbc"
      })
  void complainsOfAValueBeyondItsLimits(String name, String value, String rest) {
    Settings settings = Settings.resolve(Map.of(name, value), Map.of(), Map.of());

    assertThat(settings.problems())
        .containsExactly("heddle." + name + " is '" + value + "', expected " + rest);
  }

  @Test
  void passesOverTheVariablesOfAServiceOfKubernetes() {
    Map<String, String> service = new HashMap<>();
    service.put("HEDDLE_SERVICE_HOST", "10.0.0.1");
    service.put("HEDDLE_SERVICE_PORT", "9464");
    service.put("HEDDLE_SERVICE_PORT_METRICS", "9464");
    service.put("HEDDLE_PORT", "tcp://10.0.0.1:9464");
    for (String more : List.of("", "_PROTO", "_PORT", "_ADDR")) {
      service.put("HEDDLE_PORT_9464_TCP" + more, "x");
      service.put("HEDDLE_SIDECAR_PORT_53_UDP" + more, "x");
    }
    service.put("HEDDLE_SIDECAR_PORT", "tcp://10.0.0.1:9470");
    service.put("HEDDLE_SERVICE_NAME", "orders");
    Settings settings = Settings.resolve(Map.of(), Map.of(), service);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.count(Setting.SIDECAR_PORT)).isEqualTo(9470);
    assertThat(settings.text(Setting.SERVICE_NAME)).isEqualTo("orders");
    assertThat(Settings.resolve(Map.of(), Map.of(), Map.of("HEDDLE_PORT", "1")).problems())
        .hasSize(1);
  }

  @Test
  void onlyWhatACommandReadsStopsIt() {
    Map<String, String> environment =
        Map.of("HEDDLE_LABELS_BUDGET", "x", "HEDDLE_ARCHIVE_POLL", "y", "HEDDLE_HOEM", "z");
    Settings settings = Settings.resolve(Map.of("node.nmae", "n"), Map.of(), environment);

    assertThat(settings.problems()).hasSize(4);
    assertThat(settings.mistakes())
        .containsExactly(
            "HEDDLE_ARCHIVE_POLL is 'y', expected a duration such as 250ms, 30s, 10m, 6h or 7d",
            "setting 'heddle.node.nmae' is unknown; did you mean heddle.node?");
    assertThat(settings.warnings())
        .containsExactly("setting 'HEDDLE_HOEM' is unknown and ignored; did you mean HEDDLE_HOME?");
  }

  @Test
  void systemPropertiesOfOpenTelemetryWinOverItsVariables() {
    Settings settings =
        Settings.resolve(
            Map.of(),
            Map.of("otel.service.name", "p", "otel.bsp.max.queue.size", " "),
            Map.of("OTEL_SERVICE_NAME", "e", "OTEL_BSP_MAX_QUEUE_SIZE", "7"));

    assertThat(settings.standardVariable("OTEL_SERVICE_NAME")).isEqualTo("p");
    assertThat(settings.standardVariable("OTEL_BSP_MAX_QUEUE_SIZE")).isEqualTo("7");
    assertThat(settings.standardVariable("OTEL_SDK_DISABLED")).isNull();
  }

  @Test
  void findsTheHomeOfAUserWithoutAnEntry() {
    assertThat(UserHome.of("/u", "/h", "/t")).isEqualTo(new UserHome(Path.of("/u"), true));
    assertThat(UserHome.of("?", "/h", "/t")).isEqualTo(new UserHome(Path.of("/h"), true));
    assertThat(UserHome.of("?", null, "/t")).isEqualTo(new UserHome(Path.of("/t"), false));
    assertThat(UserHome.of("?", "?", "/t")).isEqualTo(new UserHome(Path.of("/t"), false));
  }

  @Test
  void expandsTheHomeDirectory() {
    Settings settings = Settings.resolve(Map.of(), Map.of(), Map.of());

    assertThat(settings.path(Setting.HOME))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".heddle"));
  }

  @ParameterizedTest
  @CsvSource({"ab, ab, 0", "ab, ba, 1", "kitten, sitting, 3", "'', abc, 3"})
  void measuresDistance(String a, String b, int distance) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
  }
}
