package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsCommandTest {
  private static final String DETAIL =
      "{\"revision\":7,\"weakens\":[\"audit.reads\"],\"by\":\"=evil()\\u001b[31m\",\"in\":{\"a\":true}}";

  @TempDir Path home;

  /** A run with a note, a loss and a transaction; then a hold, and a second run in the hot file. */
  @BeforeEach
  void capture() throws Exception {
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(1)) {
      Machine.append(writer, request("acme", START));
      Machine.append(writer, write("acme", 1, 0));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      writer.note(START + 2_000_000, "AUDIT_PAUSED", DETAIL);
      writer.lost(LossReason.BUDGET, 12);
      writer.shuttingDown();
    }
    try (Archiver archiver = machine.archiver(1_000, 1)) {
      archiver.drain(); // and sealed
    }
    new Retention(home).hold("acme", "C-17", "subpoena", "alice", START + 1_000_000);
    try (SpoolWriter writer = machine.boot(2)) {
      writer.note(START + 3_000_000, "ODD", "no JSON");
    }
    machine.archive();
  }

  @Test
  void listsWhatIsNoOperationWhereverItIsNewestFirst() throws Exception {
    List<String> kinds = kinds("events", "--format", "json");
    assertThat(kinds)
        .contains("BOOT", "LOSS", "CLOSE", "AUDIT_PAUSED", "ENDED", "SEALED", "HOLD", "ODD")
        .doesNotContain("OUTCOME", "INTERVAL");
    assertThat(kinds).containsSubsequence("ODD", "AUDIT_PAUSED", "HOLD", "BOOT");
    List<String> reversed = new ArrayList<>(kinds("events", "--format", "json", "--reverse"));
    Collections.reverse(reversed);
    assertThat(reversed).isEqualTo(kinds);
  }

  @Test
  void saysThatALimitHasCutTheAnswer() {
    CommandRun cut = CommandRun.of(home, "events", "--kind", "boot", "--limit", "1");
    assertThat(cut.lines()).hasSize(2);
    assertThat(cut.err()).isEqualTo("heddle: 1 of more than 1 event; --limit=N shows more\n");
    assertThat(CommandRun.of(home, "events", "--kind", "boot", "--limit", "2").err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kind loss | 1",
        "--kind Audit-Paused,odd | 2",
        "--kind outcome | 1",
        "--kind boot | 2",
        "--kind boot --limit 1 | 1",
        "--kind boot,hold --node node | 2",
        "--node elsewhere | 0",
        "--since 2026-11-21T02:17:02Z --until 2026-11-21T02:17:03Z | 1",
      })
  void filters(String options, int count) throws Exception {
    assertThat(kinds(("events --format json " + options).split(" "))).hasSize(count);
  }

  @Test
  void saysWhoseItIsAndWhereItStandsInTheLedger() throws Exception {
    JsonNode pause = json("events", "--kind", "audit-paused", "--format", "json").get(0);
    assertThat(pause.get("time").asText()).isEqualTo("2026-11-21T02:17:02.000000Z");
    assertThat(pause.get("node").asText()).isEqualTo("node");
    assertThat(pause.get("boot").asText()).isEqualTo("0000000000000001");
    assertThat(pause.get("seq").asLong()).isEqualTo(5);
    assertThat(pause.get("detail").get("weakens").get(0).asText()).isEqualTo("audit.reads");
    assertThat(pause.get("detail").get("in").get("a").asBoolean()).isTrue();
    CommandRun proof = CommandRun.of(home, "prove", pause.get("leaf").asText());
    assertThat(proof.exitCode()).as(proof.err()).isZero();

    JsonNode ended = json("events", "--kind", "ended", "--format", "json").get(0);
    assertThat(ended.get("node").asText()).isEqualTo("node");
    assertThat(ended.get("detail").has("node")).isFalse();
    assertThat(json("events", "--kind", "odd", "--format", "json").get(0).at("/detail/detail"))
        .hasToString("\"no JSON\"");
  }

  @Test
  void everyFormatIsHarmless() {
    CommandRun table = CommandRun.of(home, "events");
    assertThat(table.out()).contains("AUDIT_PAUSED", "revision 7").doesNotContain("\u001b");
    CommandRun csv = CommandRun.of(home, "events", "--format", "csv", "--kind", "audit-paused");
    assertThat(csv.lines().get(0)).isEqualTo("time,kind,node,boot,seq,leaf,detail");
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv.lines().get(1)).contains("\"{\"\"revision\"\":7,");
    CommandRun ndjson = CommandRun.of(home, "events", "--format", "ndjson");
    assertThat(ndjson.lines()).hasSizeGreaterThan(5).allMatch(line -> line.startsWith("{"));
    assertThat(ndjson.out()).doesNotContain("\u001b");
  }

  @Test
  void aMistypedKindIsNotSilence() {
    CommandRun run = CommandRun.of(home, "events", "--kind", "los");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("there is no LOS; there is AUDIT_PAUSED, BOOT");
    assertThat(CommandRun.of(home, "events", "--kind", "").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of(home, "events", "--limit", "-1").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of(home, "events", "--last", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void thereIsNothingWhereThereIsNoArchive() {
    CommandRun run = CommandRun.of(home.resolve("none"), "events");
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines()).hasSize(1);
  }

  @Test
  void verificationTellsOfThePause() {
    CommandRun run = CommandRun.of(home, "verify");
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out()).contains("PAUSE", "node paused auditing");
  }

  private List<String> kinds(String... arguments) throws Exception {
    List<String> kinds = new ArrayList<>();
    json(arguments).forEach(event -> kinds.add(event.get("kind").asText()));
    return kinds;
  }

  private JsonNode json(String... arguments) throws Exception {
    CommandRun run = CommandRun.of(home, arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }
}
