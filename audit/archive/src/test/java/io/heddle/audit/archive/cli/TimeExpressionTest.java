package io.heddle.audit.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeExpressionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-21T12:30:00Z",
    "10m, 2026-11-21T12:20:00Z",
    "2h ago, 2026-11-21T10:30:00Z",
    "500ms, 2026-11-21T12:29:59.5Z",
    "1w, 2026-11-14T12:30:00Z",
    "yesterday, 2026-11-20T00:00:00Z",
    "Today, 2026-11-21T00:00:00Z",
    "today 02:17, 2026-11-21T02:17:00Z",
    "02:17, 2026-11-21T02:17:00Z",
    "02:17:30.25, 2026-11-21T02:17:30.25Z",
    "2026-11-20, 2026-11-20T00:00:00Z",
    "2026-11-20 02:17, 2026-11-20T02:17:00Z",
    "2026-11-20T02:17:00, 2026-11-20T02:17:00Z",
    "2026-11-20T02:17:00Z, 2026-11-20T02:17:00Z",
    "2026-11-20T02:17:00+02:00, 2026-11-20T00:17:00Z",
  })
  void readsMomentsAsPeopleWriteThem(String text, Instant moment) {
    assertThat(TimeExpression.parse(text, NOW, ZoneOffset.UTC)).isEqualTo(moment);
  }

  /** Berlin is at +01:00 in winter; it goes to summer time on 29 March and back on 25 October. */
  @ParameterizedTest
  @CsvSource({
    "10m, 2026-11-21T23:20:00Z",
    "today, 2026-11-21T23:00:00Z",
    "yesterday, 2026-11-20T23:00:00Z",
    "02:17, 2026-11-22T01:17:00Z",
    "2026-11-20, 2026-11-19T23:00:00Z",
    "2026-07-20 02:17, 2026-07-20T00:17:00Z",
    "2026-11-20T02:17:00Z, 2026-11-20T02:17:00Z",
    "2026-11-20T02:17:00+02:00, 2026-11-20T00:17:00Z",
    "2026-03-29 02:30, 2026-03-29T01:30:00Z",
    "2026-10-25 02:30, 2026-10-25T00:30:00Z",
  })
  void readsTimesWithoutAZoneInThatOfWhoeverTypesThem(String text, Instant moment) {
    Instant lateInLondon = Instant.parse("2026-11-21T23:30:00Z");
    assertThat(TimeExpression.parse(text, lateInLondon, ZoneId.of("Europe/Berlin")))
        .isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo", "10", "10x", "25:00", "2026-13-01", "-5m", "99999999999d"})
  void refusesTheRestWithExamples(String text) {
    assertThatThrownBy(() -> TimeExpression.parse(text, NOW, ZoneOffset.UTC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is no time; expected for example " + TimeExpression.EXAMPLES);
  }

  @Test
  void readsSpans() {
    assertThat(TimeExpression.span("15m")).isEqualTo(Duration.ofMinutes(15));
    assertThat(TimeExpression.span("2w")).isEqualTo(Duration.ofDays(14));
    assertThatThrownBy(() -> TimeExpression.span("2h ago")).hasMessageContaining("no span of time");
  }
}
