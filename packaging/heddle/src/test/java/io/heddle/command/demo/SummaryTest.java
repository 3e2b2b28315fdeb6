package io.heddle.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.command.demo.evidence.Check;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class SummaryTest {
  private final StringWriter out = new StringWriter();
  private final Summary summary = new Summary(new PrintWriter(out, true), Ansi.OFF, "./heddle");

  @Test
  void printsBothNumbersOfEachCheck() {
    summary.print(
        List.of(
            Check.same("every request was counted", "sent", 1_507, "counted", 1_507),
            Check.none("nothing was lost", "losses", 0)),
        List.of());

    assertThat(out.toString().lines())
        .contains(
            "  ✓ every request was counted  sent 1,507 = 1,507 counted",
            "  ✓ nothing was lost           losses 0   = 0 expected",
            "All 2 checks hold.");
  }

  @Test
  void saysWhichChecksFailAndWhatWasUnexpected() {
    summary.print(
        List.of(
            Check.same("every request was counted", "sent", 7, "counted", -1),
            Check.none("no surprise", "surprises", 1)),
        List.of("PLACE of acme was answered 503, not 201"));

    assertThat(out.toString().lines())
        .contains(
            "  ✗ every request was counted  sent 7      ≠ unknown counted",
            "  ✗ no surprise                surprises 1 ≠ 0 expected",
            "    PLACE of acme was answered 503, not 201",
            "2 of 2 checks fail.");
  }
}
