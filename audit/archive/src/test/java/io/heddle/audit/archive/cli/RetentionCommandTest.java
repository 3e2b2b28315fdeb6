package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionCommandTest {
  private static final long DAY_MICROS = 86_400_000_000L;

  @TempDir private Path home;
  private ArchiveHome archive;

  /** A segment of 100 days ago with a record of acme's, and one of today. */
  @BeforeEach
  void sealTwo() throws Exception {
    archive = new ArchiveHome(home);
    Machine machine = new Machine(home);
    long today = Moments.micros(Instant.now());
    machine.now.set(today); // prune goes by today, and a clock that jumped is refused
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(100, 1_000)) {
      Machine.append(writer, request("acme", today - 100 * DAY_MICROS));
      Machine.append(writer, request("beta", today - 100 * DAY_MICROS + 1));
      archiver.drain();
      archiver.seal();
      Machine.append(writer, request("beta", today));
      archiver.drain();
      archiver.seal();
    }
  }

  @Test
  void aDryRunSaysWhatWouldBePrunedAndPruningDoesIt() throws Exception {
    CommandRun dry = run("prune", "--older-than", "90d", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).contains("would be pruned", "older than 90 days", "1 within the limits");
    assertThat(archive.segments()).hasSize(2);

    CommandRun real = run("prune", "--older-than", "90d", "--format", "json");
    assertThat(real.exitCode()).isZero();
    assertThat(real.json()).hasSize(1);
    JsonNode pruned = real.json().get(0);
    assertThat(pruned.get("segment").asLong()).isEqualTo(1);
    assertThat(pruned.get("records").asLong()).isEqualTo(2);
    assertThat(pruned.get("action").asText()).isEqualTo("pruned");
    assertThat(archive.segments()).containsExactly(2L);
  }

  @Test
  void aClockThatJumpedPrunesNothingUnlessItIsForced() throws Exception {
    long monthAgo = Moments.micros(Instant.now()) - 30 * DAY_MICROS;
    Files.writeString(archive.clock(), "heddle clock 1\n" + monthAgo + "\n");

    CommandRun refused = run("prune", "--older-than", "90d");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("the clock says", "--force prunes");
    assertThat(archive.segments()).hasSize(2);
    CommandRun dry = run("prune", "--older-than", "90d", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.err()).contains("the clock says");
    assertThat(run("prune", "--keep-bytes", "1TiB").exitCode()).as("age is not asked").isZero();

    assertThat(run("prune", "--older-than", "90d", "--force").exitCode()).isZero();
    assertThat(archive.segments()).containsExactly(2L);
    assertThat(run("prune", "--older-than", "90d").exitCode()).as("it was accepted").isZero();
  }

  @Test
  void anAnswerSaysThatItIsUnderHold() throws Exception {
    run("hold", "add", "--tenant", "acme", "--case", "C-17", "--reason", "subpoena");
    assertThat(run("query", "--tenant", "acme").err())
        .startsWith("heddle: under hold 1 (tenant acme, case C-17) since 20")
        .contains("none of it is pruned");
    assertThat(run("query", "--tenant", "beta").err()).isEmpty();
    assertThat(run("query").err()).as("about everybody").isEmpty();
    run("hold", "add", "--case", "C-18", "--reason", "all of it");
    assertThat(run("query", "--tenant", "beta").err()).contains("hold 2 (all tenants, case C-18)");
    run("hold", "release", "--case", "C-18", "--reason", "settled");
    assertThat(run("query", "--tenant", "beta").err()).isEmpty();
  }

  @Test
  void withoutOptionsTheSettingsDecide() throws Exception {
    RetentionPolicy ninetyDays = new RetentionPolicy(90 * 86_400_000L, 0);

    assertThat(CommandRun.of(home, ninetyDays, "prune").exitCode()).isZero();
    assertThat(archive.segments()).containsExactly(2L);
    assertThat(run("prune", "--keep-bytes", "1").exitCode()).isZero();
    assertThat(archive.segments()).isEmpty();
  }

  @Test
  void anAnswerSaysWhatWasPruned() {
    String acme = run("query", "--tenant", "acme", "--format", "csv").lines().get(1).split(",")[0];
    run("prune", "--older-than", "90d");

    CommandRun all = run("query", "--format", "ndjson");
    assertThat(all.exitCode()).isZero();
    assertThat(all.lines()).hasSize(1);
    assertThat(all.err())
        .startsWith("heddle: not complete: 2 records from ")
        .contains("were pruned", "(older than 90 days)");
    assertThat(run("query", "--last", "1h").err()).as("nothing of that time").isEmpty();
    assertThat(run("query", "--limit", "1").err()).as("cut before that time").isEmpty();
    assertThat(run("query", "--limit", "1", "--reverse").err()).contains("not complete");

    CommandRun show = run("show", acme);
    assertThat(show.exitCode()).isEqualTo(3);
    assertThat(show.err()).contains("not complete: 2 records", "nothing in the archive has the ID");
    CommandRun unknown = run("show", "at-00000000000000000000000000");
    assertThat(unknown.err()).doesNotContain("not complete");
  }

  @Test
  void aProofOfWhatWasPrunedIsRefusedWithTheReason() {
    String acme = run("query", "--tenant", "acme", "--format", "csv").lines().get(1).split(",")[0];
    assertThat(run("prove", acme).exitCode()).isZero();
    run("prune", "--older-than", "90d");

    for (String record : List.of(acme, "0")) {
      CommandRun refused = run("prove", record);
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains(record + " may have been in segment 1, pruned on", "copy");
    }
    assertThat(run("prove", "999999").err()).contains("nothing in the ledger is 999999");
  }

  @Test
  void statsCountWhatWasPrunedAndWhatIsHeld() throws Exception {
    run("prune", "--older-than", "90d");
    run("hold add --tenant beta --reason x".split(" "));

    JsonNode stats = run("stats", "--format", "json").json();
    assertThat(stats.get("pruned_segments").asLong()).isEqualTo(1);
    assertThat(stats.get("pruned_operations").asLong()).isEqualTo(2);
    assertThat(stats.get("legal_holds").asLong()).isEqualTo(1);
    assertThat(run("stats").out()).contains("pruned operations", "legal holds");
  }

  @Test
  void aHoldIsPutListedObeyedAndReleased() throws Exception {
    CommandRun add =
        run(
            "hold add --tenant acme --case C-17 --reason subpoena --by legal --format json"
                .split(" "));
    assertThat(add.exitCode()).isZero();
    assertThat(add.json().get(0).get("id").asLong()).isEqualTo(1);

    CommandRun prune = run("prune", "--older-than", "90d");
    assertThat(prune.out()).contains("held", "hold 1 (tenant acme, case C-17)");
    assertThat(archive.segments()).hasSize(2);
    assertThat(run("hold", "list").out()).contains("acme", "C-17", "subpoena", "legal");

    assertThat(run("hold release --case C-99 --reason x".split(" ")).exitCode()).isEqualTo(3);
    assertThat(run("hold release --case C-17 --reason settled".split(" ")).exitCode()).isZero();
    assertThat(run("hold", "list", "--format", "json").json()).isEmpty();
    JsonNode ended = run("hold", "list", "--all", "--format", "json").json().get(0);
    assertThat(ended.get("state").asText()).isEqualTo("released");
    assertThat(ended.get("release_reason").asText()).isEqualTo("settled");
    run("prune", "--older-than", "90d");
    assertThat(archive.segments()).containsExactly(2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prune | nothing limits the archive: give --older-than or --keep-bytes",
        "prune --older-than soon | --older-than 'soon' is no span of time",
        "prune --older-than 0d | --older-than is 0, expected more than 0",
        "prune --keep-bytes lots | --keep-bytes 'lots' is no size; expected for example 500MiB",
        "hold | hold needs a subcommand: add, list, release",
        "hold add --reason x | give a --tenant, a --case or both",
        "hold add --tenant acme | Missing required option: '--reason=TEXT'",
        "hold release --reason x | give an --id, a --tenant or a --case",
      })
  void aWrongCommandLineIsExplainedAndEndsWith2(String line, String explanation) throws Exception {
    CommandRun run = run(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(explanation);
    assertThat(archive.segments()).hasSize(2);
  }

  @Test
  void aSecondHoldOfTheSameKindEndsWith1() {
    run("hold add --tenant acme --reason x".split(" "));
    CommandRun again = run("hold add --tenant acme --reason y".split(" "));
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("hold 1 stands already for tenant acme");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500, 500",
    "64KiB, 65536",
    "1 mb, 1048576",
    "20GiB, 21474836480",
    "1t, 1099511627776"
  })
  void readsSizes(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }
}
