package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.SealedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyCommandTest {
  private static final String CARD = "{\"values\":[[\"4111-1111\"]]}";
  private static final String OTHER = "{\"values\":[[\"5500-0000\"]]}";

  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void recordSome() throws Exception {
    machine = new Machine(home);
    SealedRun.writeMaster(home.resolve("master"));
    try (SealedRun run = new SealedRun(machine, 1)) {
      run.record("acme", START, CARD);
      run.record("globex", START + 1, OTHER);
      run.recordMissing("acme", START + 2);
    }
  }

  @Test
  void showsThatDetailIsSealedAndRevealsItToWhoeverHasTheMasterKey() throws Exception {
    assertThat(details("query", "--reverse", "--format", "json"))
        .containsExactly("~sealed", "~sealed", "~missing");
    assertThat(details("query", "--reverse", "--format", "json", "--reveal"))
        .containsExactly(CARD, OTHER, "~missing");
    assertThat(run("query", "--format", "csv", "--reveal").out()).contains("5500-0000");

    Files.delete(home.resolve("master"));
    assertThat(details("query", "--reverse", "--format", "json"))
        .containsExactly("~sealed", "~sealed", "~missing");
    CommandRun refused = run("query", "--format", "json", "--reveal");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("there is no master key");
  }

  @Test
  void showAndExportRevealAsWell() throws Exception {
    String id =
        run("query", "--tenant", "acme", "--reverse", "--format", "json")
            .json()
            .get(0)
            .get("id")
            .asText();

    assertThat(run("show", id).out()).contains("detail       ~sealed").doesNotContain("4111");
    assertThat(run("show", id, "--reveal").out()).contains("detail       " + CARD);
    Path file = home.resolve("out.ndjson");
    assertThat(run("export", "--format", "ndjson", "--output", file.toString()).exitCode())
        .isZero();
    assertThat(Files.readString(file)).contains("~sealed").doesNotContain("4111");
    assertThat(
            run("export", "--format", "ndjson", "--output", file.toString(), "--force", "--reveal")
                .exitCode())
        .isZero();
    assertThat(Files.readString(file)).contains("4111-1111");
  }

  @Test
  void theLedgerSaysWhoRevealedWhat() throws Exception {
    run("query", "--tenant", "acme", "--format", "json", "--reveal", "--reason", "ticket 7");

    CommandRun events = run("events", "--format", "json");
    assertThat(events.out())
        .contains("REVEAL_ASKED")
        .contains("REVEALED")
        .contains("ticket 7")
        .contains("query --tenant acme --format json --reveal");
    assertThat(run("verify").exitCode()).isZero();
  }

  @Test
  void revealingNeedsAFormatThatShowsIt() {
    CommandRun table = run("query", "--reveal");
    assertThat(table.exitCode()).isEqualTo(2);
    assertThat(table.err()).contains("--format json");
    assertThat(run("query", "--group-by", "tenant", "--format", "json", "--reveal").exitCode())
        .isEqualTo(2);
    assertThat(run("query", "--reason", "x", "--format", "json").err()).contains("--reveal");
  }

  @Test
  void erasesATenantAndLeavesEverythingElse() throws Exception {
    String proof = proofOfTheFirst();
    CommandRun dry = run("erase", "--tenant", "acme", "--dry-run", "--format", "json");
    assertThat(dry.json().get(0).get("keys").asInt()).isEqualTo(1);
    assertThat(dry.json().get(0).get("action").asText()).isEqualTo("would be destroyed");
    assertThat(details("query", "--reverse", "--format", "json", "--reveal")).contains(CARD);

    CommandRun erased =
        run(
            "erase",
            "--yes",
            "--tenant",
            "acme",
            "--reason",
            "art. 17",
            "--by",
            "alice",
            "-f",
            "json");
    assertThat(erased.exitCode()).as(erased.err()).isZero();
    assertThat(erased.json().get(0).get("action").asText()).isEqualTo("destroyed");

    assertThat(details("query", "--reverse", "--format", "json"))
        .containsExactly("~erased", "~sealed", "~missing");
    assertThat(details("query", "--reverse", "--format", "json", "--reveal"))
        .containsExactly("~erased", OTHER, "~missing");
    CommandRun verified = run("verify");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
    assertThat(verified.out())
        .contains("ERASED")
        .contains("tenant acme was erased by alice (art. 17): 1 keys, the detail of 1 operation")
        .doesNotContain("LOST_KEY");
    assertThat(run("check", proof, "--key", home.resolve("keys/ledger.pub").toString()).exitCode())
        .isZero();
    assertThat(run("events", "--format", "json").out()).contains("art. 17");
    JsonNode keys = run("keys", "tenants", "--format", "json").json();
    assertThat(keys.get(0).get("tenant").asText()).isEqualTo("acme");
    assertThat(keys.get(0).get("keys").asInt()).isZero();
    assertThat(keys.get(0).get("destroyed").asInt()).isEqualTo(1);
    assertThat(keys.get(1).get("keys").asInt()).isEqualTo(1);
  }

  @Test
  void erasingWhatIsNotThereSaysSo() throws Exception {
    for (String option : List.of("--yes", "--dry-run")) {
      CommandRun nobody = run("erase", "--tenant", "nosuch", option);
      assertThat(nobody.exitCode()).as(option).isEqualTo(3);
      assertThat(nobody.out()).isEmpty();
      assertThat(nobody.err()).contains("tenant nosuch has no keys here: nothing was destroyed");
    }
    assertThat(run("events", "--format", "json").out()).doesNotContain("nosuch");
    assertThat(run("erase", "--yes", "--tenant", "acme").exitCode()).isZero();
    CommandRun again = run("erase", "--yes", "--tenant", "acme");
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("has no keys left, 1 was destroyed before");
  }

  @Test
  void erasingSaysWhatItDestroysAndNeedsAYes() throws Exception {
    CommandRun unasked = run("erase", "--tenant", "acme");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err())
        .contains("this destroys 1 key of tenant acme for ever", "give --yes, or --dry-run");
    assertThat(details("query", "--reverse", "--format", "json", "--reveal")).contains(CARD);
  }

  @Test
  void aHoldOnATenantOfWhichThereIsNothingHoldsNothing() throws Exception {
    CommandRun unknown = run("hold", "add", "--tenant", "nosuch", "--reason", "subpoena");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.err())
        .contains("no record of tenant nosuch is in the archive: nothing is held", "--future");
    assertThat(run("hold", "list", "--format", "json").json()).isEmpty();
    CommandRun future = run("hold", "add", "--tenant", "nosuch", "--reason", "s", "--future");
    assertThat(future.exitCode()).isZero();
    assertThat(run("hold", "list", "--format", "json").json()).hasSize(1);
    assertThat(run("resolve").err()).contains("no transaction is in doubt");
  }

  @Test
  void worksBesideAnArchiver() throws Exception {
    run("query"); // so that something is signed
    try (Archiver archiver = machine.archiver(100, 1_000)) {
      archiver.drain();
      assertThat(run("erase", "--yes", "--tenant", "acme").exitCode()).isZero();
      assertThat(details("query", "--format", "json", "--reveal")).contains("~erased", OTHER);
      assertThat(run("verify").exitCode()).as("before the ledger tells of it").isZero();
      archiver.drain();
    }
    assertThat(run("verify").out()).contains("tenant acme was erased");
    assertThat(run("events", "--format", "json").out()).contains("REVEALED");
  }

  @Test
  void aHoldForbidsIt() {
    run("hold", "add", "--tenant", "acme", "--case", "C-17", "--reason", "subpoena");

    CommandRun dry = run("erase", "--tenant", "acme", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).contains("held").contains("hold 1 (tenant acme, case C-17)");
    CommandRun refused = run("erase", "--yes", "--tenant", "acme");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("hold 1 stands for tenant acme, case C-17 (subpoena)");
    assertThat(run("erase", "--yes", "--tenant", "globex").exitCode()).isZero();

    run("hold", "release", "--case", "C-17", "--reason", "settled");
    assertThat(run("erase", "--yes", "--tenant", "acme").exitCode()).isZero();
  }

  @Test
  void whatComesAfterAnErasureHasAnotherKey() throws Exception {
    run("erase", "--yes", "--tenant", "acme");
    try (SealedRun run = new SealedRun(machine, 2)) {
      run.record("acme", START + 10, CARD);
    }

    assertThat(details("query", "--reverse", "--format", "json", "--reveal"))
        .containsExactly("~erased", OTHER, "~missing", CARD);
    assertThat(run("verify").exitCode()).isZero();
  }

  @Test
  void verifyTellsALostKeyFromAnErasedOne() throws Exception {
    run("erase", "--yes", "--tenant", "acme");
    Path keys = new ArchiveHome(home).tenantKeys();
    List<String> lines = new ArrayList<>(Files.readAllLines(keys, ISO_8859_1));
    assertThat(lines.removeIf(line -> line.startsWith("key") && !line.endsWith("000000"))).isTrue();
    Files.write(keys, lines, ISO_8859_1);

    CommandRun verified = run("verify");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
    assertThat(verified.out())
        .contains("ERASED")
        .contains("LOST_KEY")
        .contains("of tenant globex is lost, and with it the detail of 1 operation");
    assertThat(details("query", "--format", "json", "--reveal")).contains("~lost", "~erased");
  }

  @Test
  void verifyFindsAKeyThatWasDestroyedInSecret() throws Exception {
    run("query");
    Path keys = new ArchiveHome(home).tenantKeys();
    String text = Files.readString(keys, ISO_8859_1);
    Files.writeString(keys, text.replaceAll("(?m)^(key .*) [0-9a-f]+$", "$1 " + "0".repeat(120)));

    CommandRun verified = run("verify");
    assertThat(verified.exitCode()).isEqualTo(4);
    assertThat(verified.out()).contains("was destroyed, and no leaf says so");
  }

  @Test
  void verifyFindsAKeyThatWasPutBack() throws Exception {
    run("query");
    Path keys = new ArchiveHome(home).tenantKeys();
    byte[] before = Files.readAllBytes(keys);
    run("erase", "--yes", "--tenant", "acme");
    byte[] after = Files.readAllBytes(keys);
    System.arraycopy(before, 0, after, 0, before.length);
    Files.write(keys, after);

    CommandRun verified = run("verify");
    assertThat(verified.exitCode()).isEqualTo(4);
    assertThat(verified.out()).contains("of tenant acme was destroyed, and is there again");
  }

  @Test
  void goesOverToAnotherMasterKey() throws Exception {
    run("query");
    Path next = home.resolve("next");
    Files.copy(home.resolve("master"), next);
    byte[] other = Files.readAllBytes(next);
    other[0] ^= 1;
    Files.write(next, other);

    CommandRun rewrapped = run("keys", "rewrap", "--to", "file:" + next);
    assertThat(rewrapped.exitCode()).as(rewrapped.err()).isZero();
    assertThat(rewrapped.out()).contains("2 keys wrapped by master key");
    assertThat(details("query", "--format", "json", "--reveal"))
        .anyMatch(detail -> detail.startsWith("~refused: key ") && detail.contains("master key"));
    Files.move(next, home.resolve("master"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(details("query", "--reverse", "--format", "json", "--reveal"))
        .containsExactly(CARD, OTHER, "~missing");
    assertThat(run("verify").exitCode()).isZero();
    assertThat(run("events", "--format", "json").out()).contains("REWRAPPED");
  }

  private String proofOfTheFirst() throws Exception {
    String id =
        run("query", "--tenant", "acme", "--reverse", "--format", "json")
            .json()
            .get(0)
            .get("id")
            .asText();
    Path proof = home.resolve("proof");
    assertThat(run("prove", id, "--output", proof.toString()).exitCode()).isZero();
    return proof.toString();
  }

  private List<String> details(String... arguments) throws Exception {
    CommandRun answer = run(arguments);
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    List<String> details = new ArrayList<>();
    answer.json().forEach(row -> details.add(row.get("extras").get("detail").asText()));
    return details;
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }
}
