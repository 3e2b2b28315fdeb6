package io.heddle.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
