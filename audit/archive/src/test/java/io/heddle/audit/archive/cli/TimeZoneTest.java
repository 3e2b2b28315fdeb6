package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** In which zone persons and programs read times, and persons type them. */
class TimeZoneTest {
  private static final String[] BERLIN = {"--tz", "Europe/Berlin"};

  @TempDir private Path home;

  /** One operation, at 02:17 in UTC. */
  @BeforeEach
  void capture() throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(1)) {
      Machine.append(writer, request("acme", START));
    }
    new Machine(home).archive();
    new Retention(home).hold("acme", "C-17", "subpoena", "alice", START);
  }

  @Test
  void aTableSaysWhichZoneItsTimesAreIn() {
    assertThat(run("query", BERLIN).out())
        .startsWith("TIME (Europe/Berlin) ")
        .contains("\n2026-11-21 03:17:00.000  acme");
    assertThat(run("tail", "--tz", "-03:30").out())
        .startsWith("TIME (-03:30) ")
        .contains("\n2026-11-20 22:47:00.000  acme");
    assertThat(run("stats", BERLIN).out()).contains("2026-11-21 03:17:00.000 Europe/Berlin");
    assertThat(run("events", BERLIN).out())
        .startsWith("time (Europe/Berlin) ")
        .contains("2026-11-21T03:17:00.000000+01:00  HOLD");
    assertThat(run("hold", "list", "--tz", "europe/berlin").out())
        .contains("held (Europe/Berlin)", "2026-11-21T03:17:00.000000+01:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "ndjson", "csv"})
  void formatsForProgramsStayInUtc(String format) {
    assertThat(run("query", "--tz", "Europe/Berlin", "--format", format).out())
        .contains("2026-11-21T02:17:00.000000Z")
        .isEqualTo(run("query", "--format", format).out());
    assertThat(run("events", "--tz", "Europe/Berlin", "--format", format).out())
        .contains("2026-11-21T02:17:00.000000Z")
        .doesNotContain("Berlin", "+01:00");
    assertThat(run("export", "--tz", "Asia/Tokyo", "--format", "ocsf", "--output", "-").out())
        .contains("\"time\":" + START / 1_000);
  }

  @Test
  void showAndSentencesSayTheOffset() throws Exception {
    String id = run("query", "--columns", "id").lines().get(1);
    assertThat(run("show", id, "--tz", "Europe/Berlin").out())
        .contains("time         2026-11-21T03:17:00.000000+01:00\n");
    assertThat(run("show", id).out()).contains("time         2026-11-21T02:17:00.000000Z\n");
    assertThat(run("query", "--tenant", "acme", "--tz", "Europe/Berlin").err())
        .contains("since 2026-11-21 03:17:00.000 +01:00: none of it is pruned");
    assertThat(run("query", "--tenant", "acme").err())
        .contains("since 2026-11-21 02:17:00.000: none of it is pruned");
  }

  @Test
  void hoursAndDaysAreThoseOfUtcAndTheTableSaysSo() {
    assertThat(run("query", "--group-by", "day", "--tz", "Asia/Tokyo").lines())
        .containsExactly("day (UTC)   count", "2026-11-21      1");
    assertThat(run("query", "--group-by", "day").lines())
        .containsExactly("day         count", "2026-11-21      1");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-11-21 03:17, 1",
    "Europe/Berlin, 2026-11-21 03:18, 0",
    "UTC, 2026-11-21 02:17, 1",
    "UTC, 2026-11-21 02:18, 0",
    "Europe/Berlin, 2026-11-21T02:17:00Z, 1",
    "Europe/Berlin, 2026-11-21T02:17:01Z, 0",
  })
  void timesAreTypedInTheSameZone(String zone, String since, int found) {
    assertThat(run("query", "--tz", zone, "--since", since, "--format", "ndjson").lines())
        .hasSize(found);
  }

  @Test
  void theMachinesZoneCountsWhereNoneIsGiven() {
    StringWriter out = new StringWriter();
    AuditCommand audit = new AuditCommand(() -> home).inZone(() -> ZoneId.of("Asia/Tokyo"));
    CommandLine command = new CommandLine(audit).setOut(new PrintWriter(out));

    assertThat(command.execute("query")).isZero();
    assertThat(out.toString()).startsWith("TIME (Asia/Tokyo) ").contains("2026-11-21 11:17:00.000");
    out.getBuffer().setLength(0);
    assertThat(command.execute("query", "--utc")).isZero();
    assertThat(out.toString()).startsWith("TIME (UTC) ").contains("2026-11-21 02:17:00.000");
    out.getBuffer().setLength(0);
    assertThat(command.execute("query", "--tz", "Etc/UTC")).isZero();
    assertThat(out.toString()).startsWith("TIME (UTC) ").contains("2026-11-21 02:17:00.000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query --tz Berlin | --tz 'Berlin' is no time zone, expected for example Europe/Berlin,"
            + " UTC or +02:00; did you mean Europe/Berlin?",
        "keys show --tz Europe/Berlim | did you mean Europe/Berlin?",
        "stats --tz +25:00 | --tz '+25:00' is no time zone",
        "query --tz UTC --utc | --tz and --utc say the same; give one of them",
        "query --tz Asia/Tokyo --since 2026-11-21 --until 2026-11-20 | --until (2026-11-20"
            + " 00:00:00.000 +09:00) is not after the beginning (2026-11-21 00:00:00.000 +09:00)",
      })
  void aWrongZoneIsExplained(String line, String why) {
    CommandRun run = run(line.split(" ")[0], line.substring(line.indexOf(' ') + 1).split(" "));

    assertThat(run.err()).contains(why);
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private CommandRun run(String command, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = command;
    System.arraycopy(options, 0, words, 1, options.length);
    return CommandRun.of(home, words);
  }
}
