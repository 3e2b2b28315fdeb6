package io.heddle.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class LiveTableTest {
  private final StringWriter out = new StringWriter();

  @Test
  void drawsOverItsLastTable() {
    LiveTable table = new LiveTable(new PrintWriter(out), Ansi.OFF, true, 100);
    table.show(figures(1));
    String first = out.toString();
    table.show(figures(2));
    String second = out.toString().substring(first.length());

    int lines = (int) first.chars().filter(c -> c == '\n').count();
    assertThat(first).doesNotContain("\033[" + lines + "F");
    assertThat(second).startsWith("\033[" + lines + "F");
    assertThat(second).contains("00:02").endsWith("\033[J");
  }

  @Test
  void neverLetsALineWrap() {
    LiveTable table = new LiveTable(new PrintWriter(out), Ansi.OFF, true, 40);

    table.show(figures(1));

    assertThat(out.toString().replace("\033[K", "").replace("\033[J", "").lines())
        .allMatch(line -> line.length() < 40);
  }

  @Test
  void printsALineNowAndThenWhereThereIsNoTerminal() {
    LiveTable table = new LiveTable(new PrintWriter(out), Ansi.OFF, false, 80);
    for (int second = 1; second <= 10; second++) {
      table.show(figures(second));
    }

    assertThat(out.toString().lines())
        .containsExactly(
            "00:05  1,500 requests  P99 18.3 ms  510 orders  75 rolled back"
                + "  labels 287 kept 13 folded  4,321 archived",
            "00:10  1,500 requests  P99 18.3 ms  510 orders  75 rolled back"
                + "  labels 287 kept 13 folded  4,321 archived");
  }

  @Test
  void showsTheBusiestTenants() {
    assertThat(lines(figures(61)))
        .anyMatch(line -> line.matches("  elapsed +01:01 +300 tenants"))
        .anyMatch(line -> line.matches("  acme-foods +211 +3 +1,001 +4\\.0 ms"));
  }

  @Test
  void showsADashForWhatItCannotKnow() {
    Figures unknown =
        new Figures(
            1,
            300,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            List.of());

    assertThat(lines(unknown))
        .anyMatch(line -> line.matches("  labels +– +of –    folded into ~other –"))
        .anyMatch(line -> line.matches("  archived +– +records    lost –"));
  }

  private static List<String> lines(Figures figures) {
    return LiveTable.table(figures).stream().map(row -> row.fitted(100, Ansi.OFF)).toList();
  }

  private static Figures figures(int second) {
    return new Figures(
        second,
        300,
        1_500,
        150,
        4.1,
        18.3,
        510,
        75,
        45,
        44,
        OptionalDouble.of(287),
        OptionalDouble.of(2_000),
        OptionalDouble.of(300),
        OptionalDouble.of(3),
        OptionalDouble.of(1.6),
        OptionalDouble.of(1.2),
        OptionalDouble.of(0.07),
        OptionalDouble.of(4_321),
        OptionalDouble.of(0),
        List.of(new Figures.Tenant("acme-foods", 211, 3, 1_001, 0.844)));
  }
}
