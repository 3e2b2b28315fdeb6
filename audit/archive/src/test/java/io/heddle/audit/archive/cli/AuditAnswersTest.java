package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Captured;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditAnswersTest {
  private static final Captured HOSTILE =
      request("=cmd|' /C calc'!A0", START + 2)
          .saying("a,\"b\"", "PUT /\u001b[2J\u009b31m\r\n\u202e,\"x\"\u0000", "<script>");

  @TempDir private Path home;
  private Machine machine;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void newMachine() {
    machine = new Machine(home);
  }

  @Test
  void answersFromTheSpoolWhenNobodyArchives() throws Exception {
    spool();
    assertThat(audit("query")).isZero();
    assertThat(out.toString().lines().map(String::stripTrailing))
        .containsExactly(
            "TIME (UTC)               TENANT            TYPE    TARGET              OUTCOME"
                + "           ROWS      MS  STATEMENT",
            "2026-11-21 02:17:01.001  acme              UPDATE  orders              ROLLED_BACK"
                + "          1     0.3  UPDATE orders SET s…",
            "2026-11-21 02:17:01.000  acme              UPDATE  orders              ROLLED_BACK"
                + "          1     0.3  UPDATE orders SET s…",
            "2026-11-21 02:17:00.000  umbrella          CREATE  /orders             SUCCEEDED"
                + "            -     1.5  POST /orders",
            "3 operations");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void onlyReadsWhileASidecarArchives() throws Exception {
    spool();
    try (Archiver sidecar = machine.archiver(10, 10)) {
      assertThat(audit("query")).isZero();
      assertThat(out.toString()).endsWith("0 operations" + System.lineSeparator());
      out.getBuffer().setLength(0);
      sidecar.drain();
      assertThat(audit("query")).isZero();
      assertThat(out.toString()).endsWith("3 operations" + System.lineSeparator());
    }
  }

  @Test
  void answersAnEmptyHomeWithNothing() {
    assertThat(audit("query", "--format", "json")).isZero();
    assertThat(out.toString().replaceAll("\\s", "")).isEqualTo("[]");
  }

  @Test
  void writesEveryFieldAsJson() throws Exception {
    spool();
    assertThat(audit("query", "--format", "json", "--type", "create")).isZero();
    JsonNode operation = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(operation.get("id").asText()).startsWith("at-").hasSize(29);
    assertThat(operation.get("time").asText()).isEqualTo("2026-11-21T02:17:00.000000Z");
    assertThat(operation.get("tenant").asText()).isEqualTo("umbrella");
    assertThat(operation.get("trace_id").asText()).hasSize(32).startsWith("6a2f000000000001");
    assertThat(operation.get("status").asInt()).isEqualTo(201);
    assertThat(operation.get("rows").isNull()).isTrue();
    assertThat(operation.size()).isEqualTo(22);
  }

  @Test
  void letsNoHostileTextCommandATerminal() throws Exception {
    spool(HOSTILE);
    for (String format : new String[] {"table", "json", "ndjson", "csv"}) {
      out.getBuffer().setLength(0);
      assertThat(audit("query", "--format", format)).isZero();
      assertThat(out.toString())
          .as(format)
          .doesNotContain("\u001b")
          .doesNotContain("\u0000")
          .doesNotContain("\u009b");
    }
  }

  @Test
  void keepsHostileTextInItsCell() throws Exception {
    spool(HOSTILE);
    assertThat(audit("query", "--format", "csv")).isZero();
    String row = out.toString().split("\r\n", 2)[1];
    assertThat(row)
        .contains(",'=cmd|' /C calc'!A0,")
        .contains(",\"a,\"\"b\"\"\",")
        .contains("\"PUT /\\u001b[2J");
    out.getBuffer().setLength(0);
    assertThat(audit("query", "--format", "ndjson")).isZero();
    assertThat(out.toString().strip().lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(out.toString()).get("statement").asText())
        .isEqualTo(HOSTILE.statement());
  }

  @Test
  void showsOneOperationAndSaysWhenThereIsNone() throws Exception {
    spool();
    audit("query", "--format", "ndjson", "--outcome", "succeeded");
    String id = new ObjectMapper().readTree(out.toString()).get("id").asText();
    out.getBuffer().setLength(0);
    assertThat(audit("show", id)).isZero();
    assertThat(out.toString()).contains(id, "umbrella", "POST /orders", "boot 1");
    assertThat(audit("show", "at-" + "0".repeat(26))).isEqualTo(3);
    assertThat(err.toString()).contains("nothing in the archive has the ID at-0000");
  }

  @Test
  void countsInStats() throws Exception {
    spool();
    assertThat(audit("stats", "--format", "json")).isZero();
    JsonNode stats = new ObjectMapper().readTree(out.toString());
    assertThat(stats.get("operations").asLong()).isEqualTo(3);
    assertThat(stats.get("by_tenant").get("acme").asLong()).isEqualTo(2);
    assertThat(stats.get("by_type_and_outcome").get("UPDATE ROLLED_BACK").asLong()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "query --type creat; did you mean create?",
        "query --outcome commited; did you mean committed?",
        "query --since tomorrowish; expected for example 10m, 2h ago, yesterday",
        "query --last 5 parsecs; expected for example 30s, 15m",
        "query --since 1h --until 2h; is not after the beginning",
        "query --trace xyz; expected 32 hexadecimal digits",
        "query --limit -1; expected 0 or more",
        "query --limit many; many",
        "query --format xml; xml",
        "tail --lines -1; expected 0 or more",
        "show at-123; expected at- and 26 characters",
        "stats --top -1; expected 0 or more",
        "frobnicate; frobnicate",
        "query --tennant a; --tenant"
      })
  void refusesABadValueWithWhatIsExpected(String line, String message) {
    String[] words =
        line.contains("parsecs") ? new String[] {"query", "--last", "5 parsecs"} : line.split(" ");
    assertThat(audit(words)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void reportsAnArchiveThatCannotBeUsed() throws Exception {
    Files.writeString(Files.createDirectories(home.resolve("archive")).resolve("hot.db"), "text");
    spool();
    assertThat(audit("query")).isEqualTo(1);
    assertThat(err.toString()).startsWith("heddle: ").contains("hot.db").doesNotContain("\tat ");
  }

  private void spool(Captured... operations) throws Exception {
    try (SpoolWriter writer = machine.boot(1)) {
      if (operations.length == 0) {
        writer.append(request("umbrella", START));
        writer.append(write("acme", 1_000, 0));
        writer.append(write("acme", 1_001, 0));
        writer.appendOutcome(1_000, 0, 1, Outcome.ROLLED_BACK, START);
        writer.appendOutcome(1_001, 0, 1, Outcome.ROLLED_BACK, START);
      }
      for (Captured operation : operations) {
        writer.append(operation);
      }
    }
  }

  private int audit(String... words) {
    return new CommandLine(new AuditCommand(() -> home))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
