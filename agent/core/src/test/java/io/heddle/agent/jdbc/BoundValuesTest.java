package io.heddle.agent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import org.junit.jupiter.api.Test;

class BoundValuesTest {
  private final BoundValues values = new BoundValues();

  @Test
  void areInTheOrderOfTheParameters() {
    values.bind(3, "c");
    values.bind(1, 1);
    assertThat(values.json()).isEqualTo("[1,{\"unseen\":true},\"c\"]");

    values.bind(2, null);
    values.bind(3, "d");
    assertThat(values.json()).isEqualTo("[1,null,\"d\"]");

    values.clear();
    assertThat(values.isEmpty()).isTrue();
    assertThat(values.json()).isEqualTo("[]");
  }

  @Test
  void areThoseOfTheMomentTheyWereBound() {
    Date date = new java.sql.Date(0);
    values.bind(1, date);
    String before = values.json();
    date.setTime(86_400_000_000L);

    assertThat(values.json()).isEqualTo(before);
  }

  @Test
  void areBounded() {
    for (int i = 0; i < 2_000; i++) {
      values.bind(i, "x".repeat(5_000));
    }
    assertThat(values.json())
        .hasSizeLessThan(BoundValues.MOST * (BoundValues.MOST_CHARS + 1) + 20)
        .endsWith("{\"more\":true}]");
    values.bind(-1, "ignored");
  }
}
