package io.heddle.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationDetailTest {
  @Test
  void saysWhatItWasGiven() {
    OperationDetail detail = new OperationDetail();
    detail.ofStatement("INSERT INTO t VALUES ('ü\"\\\n', ?)");
    detail.execution("[1,\"a\"]");
    detail.execution("[2,null]");
    detail.actedBy("jane");

    assertThat(detail.json(1_000))
        .isEqualTo(
            "{\"actor\":\"jane\",\"sql\":\"INSERT INTO t VALUES ('\\u00fc\\u0022\\u005c\\u000a', ?)\","
                + "\"values\":[[1,\"a\"],[2,null]]}");
  }

  @Test
  void writesValuesOfTheJdkAndNamesAllOthers() {
    Object hostile =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("asked for its text");
          }
        };
    assertThat(JsonText.ofValue(null, 100)).isEqualTo("null");
    assertThat(JsonText.ofValue(true, 100)).isEqualTo("true");
    assertThat(JsonText.ofValue(-5L, 100)).isEqualTo("-5");
    assertThat(JsonText.ofValue(1.5, 100)).isEqualTo("1.5");
    assertThat(JsonText.ofValue(Double.NaN, 100)).isEqualTo("\"NaN\"");
    assertThat(JsonText.ofValue(new BigDecimal("12.30"), 100)).isEqualTo("\"12.30\"");
    assertThat(JsonText.ofValue(LocalDate.of(2026, 11, 21), 100)).isEqualTo("\"2026-11-21\"");
    assertThat(JsonText.ofValue(Timestamp.valueOf("2026-11-21 02:17:00"), 100))
        .isEqualTo("\"2026-11-21 02:17:00.0\"");
    assertThat(JsonText.ofValue(new UUID(1, 2), 100))
        .isEqualTo("\"00000000-0000-0001-0000-000000000002\"");
    assertThat(JsonText.ofValue(new byte[] {1, -1}, 100))
        .isEqualTo("{\"bytes\":2,\"hex\":\"01ff\"}");
    assertThat(JsonText.ofValue(new ByteArrayInputStream(new byte[9]), 100))
        .isEqualTo("{\"type\":\"java.io.ByteArrayInputStream\"}");
    assertThat(JsonText.ofValue(hostile, 200)).startsWith("{\"type\":\"io.heddle.agent.operation.");
    assertThat(JsonText.ofValue(BigDecimal.ONE.scaleByPowerOfTen(-9).movePointLeft(99_999), 100))
        .hasSizeLessThan(200_000);
    assertThat(JsonText.ofValue(new byte[10_000], 100)).hasSizeLessThanOrEqualTo(101);
    assertThat(JsonText.ofValue("x".repeat(10_000), 100)).hasSize(100);
  }

  @Test
  void isSoundJsonWithinEveryBound() {
    OperationDetail detail = new OperationDetail();
    detail.actedBy("ja\"ne 🧵");
    detail.ofStatement("UPDATE t SET a = 'größe 🧵' WHERE b = \\ 1".repeat(20));
    for (int i = 0; i < 50; i++) {
      detail.execution("[" + i + ",\"" + "v".repeat(i) + "\"]");
    }
    for (int most = 0; most < 4_000; most++) {
      String json = detail.json(most);
      assertThat(json.length()).isLessThanOrEqualTo(most);
      assertThat(json).isEqualTo(json.replaceAll("[^\\x20-\\x7e]", ""));
      if (most >= 64) {
        assertThatCode(() -> parse(json)).as(json).doesNotThrowAnyException();
      }
      boolean isWhole = json.contains("[49,") && json.contains("\\u005c 1\"");
      assertThat(json.isEmpty() || json.contains("\"cut\":true")).isNotEqualTo(isWhole);
    }
  }

  @Test
  void keepsNoMoreValuesThanItMay() {
    OperationDetail detail = new OperationDetail();
    for (int i = 0; i < 100_000; i++) {
      detail.execution("[" + i + "]");
    }
    assertThat(detail.json(100_000)).hasSizeLessThan(9_000).endsWith(",\"cut\":true}");
  }

  private static void parse(String json) throws Exception {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
    }
  }
}
