package io.heddle.audit.archive.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTraceIdTest {
  @Test
  void readsBackWhatItWrites() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      AuditTraceId id =
          AuditTraceId.of(
              Math.abs(random.nextLong()) % (1L << 57),
              random.nextLong(),
              Math.abs(random.nextLong()) % (1L << 42));
      assertThat(id.toString()).hasSize(29).startsWith("at-");
      assertThat(AuditTraceId.parse(id.toString())).isEqualTo(id);
    }
  }

  @Test
  void sortsByTimeAndThenByPlaceInTheLog() {
    String first = AuditTraceId.of(1_000_000, 5, 9).toString();
    String later = AuditTraceId.of(1_001_000, 5, 1).toString();
    String next = AuditTraceId.of(1_001_000, 5, 2).toString();

    assertThat(first).isLessThan(later);
    assertThat(later).isLessThan(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "at-",
        "at-00",
        "at-0000000000000000000000000u",
        "xx-00000000000000000000000000"
      })
  void refusesWhatIsMalformed(String text) {
    assertThatThrownBy(() -> AuditTraceId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + text
                + "' is no audit trace ID, expected at- and 26 letters and digits (7 or more of its"
                + " first)");
  }

  @Test
  void aBeginningStandsForAllThatBeginSo() {
    AuditTraceId id = AuditTraceId.of(1_764_000_123_456_000L, 0x12_3456_789AL, 77);
    String text = id.toString();
    for (int length = 10; length <= text.length(); length++) {
      String beginning = text.substring(0, length);
      String low = AuditTraceId.lowest(beginning).toString();
      String high = AuditTraceId.highest(beginning).toString();
      assertThat(low).startsWith(beginning).isLessThanOrEqualTo(text);
      assertThat(high).startsWith(beginning).isGreaterThanOrEqualTo(text);
    }
    assertThatThrownBy(() -> AuditTraceId.check(text.substring(0, 9)))
        .hasMessageContaining("7 or more");
  }
}
