package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "orders, orders, true",
    "orders, ORDERS, true",
    "orders, order, false",
    "orders, orders2, false",
    "*, '', true",
    "*, anything, true",
    "pat*, patient, true",
    "pat*, pat, true",
    "*_log, audit_log, true",
    "*_log, audit_logs, false",
    "a*b*c, a1b2b3c, true",
    "a*b*c, a1c2b3, false",
    "/health*, /health/live, true",
    "**, x, true",
    "'', '', true",
    "'', x, false"
  })
  void matches(String pattern, String name, boolean expected) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(expected);
  }

  @Test
  void takesNoTimeForAHostilePattern() {
    long before = System.nanoTime();
    assertThat(new NamePattern("*a".repeat(120) + "b").matches("a".repeat(20_000))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }
}
