package io.heddle.command.demo.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapePageTest {
  private static final ScrapePage PAGE =
      ScrapePage.parse(
          """
          # HELP requests_total Requests.
          # TYPE requests_total counter
          requests_total{tenant="acme",method="GET",} 3.0
          requests_total{tenant="acme",method="POST",} 4.0
          requests_total{tenant="a \\"b\\" } c\\\\d",method="GET",} 1.0 1700000000
          requests 99
          up 1.0
          seconds_bucket{le="+Inf"} +Inf
          """);

  @Test
  void addsUpTheSamplesOfAName() {
    assertThat(PAGE.sum("requests_total")).hasValue(8);
    assertThat(PAGE.sum("up")).hasValue(1);
    assertThat(PAGE.sum("seconds_bucket")).hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void tellsNothingFromZero() {
    assertThat(PAGE.sum("absent_total")).isEmpty();
  }

  @Test
  void addsThemUpByALabel() {
    assertThat(PAGE.by("tenant", "requests_total"))
        .containsEntry("acme", 7.0)
        .containsEntry("a \"b\" } c\\d", 1.0)
        .hasSize(2);
    assertThat(PAGE.by("tenant", "up")).isEmpty();
  }
}
