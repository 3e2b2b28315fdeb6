package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LedgerCommandTest {
  @TempDir private Path folder;
  private Path home;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void capture() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    try (SpoolWriter writer = new Machine(home).boot(1)) {
      for (int i = 0; i < 300; i++) {
        Machine.append(writer, request("acme", START + i * 1_000L));
      }
      Machine.append(writer, write("beta", 1, 0));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
    }
  }

  @Test
  void verifySaysThatAllIsSound() {
    assertThat(run("verify")).isZero();
    assertThat(out.toString())
        .contains("301 operations", "as the archive lists them itself")
        .endsWith("sound\n")
        .doesNotContain("NOT SOUND", "\u001b", "\r");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void verifySaysWhatIsWrongAndEndsWithFour() throws Exception {
    run("verify");
    tamper("UPDATE entry SET status = 599 WHERE seq = 7");
    assertThat(run("verify")).isEqualTo(4);
    assertThat(out.toString()).contains("WRONG  CHANGED", "node/1/7", "NOT SOUND");
    assertThat(run("verify", "--format", "json")).isEqualTo(4);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("sound").asBoolean()).isFalse();
    assertThat(report.get("counts").get("changed").asInt()).isEqualTo(1);
    assertThat(report.get("findings").get(0).get("record").asText()).isEqualTo("node/1/7");
    assertThat(report.get("findings").get(0).get("wrong").asBoolean()).isTrue();
  }

  @Test
  void verifyReliesOnTheKeyItIsGiven() throws Exception {
    run("verify");
    run("keys", "export");
    Path keys = folder.resolve("ledger.pub");
    Files.writeString(keys, out.toString());
    assertThat(run("verify", "--key", keys.toString())).isZero();
    assertThat(out.toString()).contains("keys given");
    String other = SigningKey.generate("heddle.archive/0").verifier().toString();
    assertThat(run("verify", "--key", other)).isEqualTo(4);
    assertThat(run("verify", "--key", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("--key: 'nonsense' is no verifier key");
  }

  @Test
  void verifyGoesOnFromWhereItWas() throws Exception {
    Path state = folder.resolve("state");
    try (Archiver archiver = new Machine(home).archiver(100, 100)) {
      archiver.drain();
      archiver.seal();
    }
    assertThat(run("verify", "--from", state.toString())).isZero();
    assertThat(Files.readString(state)).contains("\nsegment 1 ");
    assertThat(run("verify", "--from", state.toString())).isZero();
    tamper("UPDATE file SET next_segment = 1");
    assertThat(run("verify", "--no-archive", "--from", state.toString())).isEqualTo(4);
    assertThat(run("verify", "--from", folder.resolve("none/state").toString())).isEqualTo(1);
    assertThat(out.toString()).as("said before").isEmpty();
    Files.writeString(state, "nonsense");
    assertThat(run("verify", "--from", state.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--from").contains("cannot be used");
  }

  @Test
  void verifyEndsWithFiveIfWhatWasVerifiedHasBeenPruned() throws Exception {
    Path state = folder.resolve("state");
    assertThat(run("verify", "--from", state.toString())).isZero();
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(2)) {
      for (int i = 0; i < 300; i++) {
        Machine.append(writer, request("acme", START + i * 1_000L));
      }
    }
    try (Archiver archiver = machine.archiver(1_000, 1_000)) {
      archiver.drain();
      archiver.seal();
    }
    String verified = Files.readString(state);
    assertThat(run("prune", "--keep-bytes", "1")).isZero();
    assertThat(run("verify", "--from", state.toString())).isEqualTo(5);
    assertThat(out.toString())
        .contains("noted  UNCOMPARED", "were pruned since", "archive/tlog/tile/0/")
        .endsWith("sound, but NOT COMPARED with what was verified earlier\n");
    assertThat(Files.readString(state)).as("left as it is").isEqualTo(verified);
    assertThat(run("verify", "--format", "json", "--from", state.toString())).isEqualTo(5);
    assertThat(new ObjectMapper().readTree(out.toString()).get("compared").asBoolean()).isFalse();
    assertThat(run("verify", "--from", folder.resolve("anew").toString())).isZero();
  }

  @Test
  void aProofIsCheckedWithoutTheArchive() throws Exception {
    Path proof = folder.resolve("r.tlog-proof");
    String id = newest();
    assertThat(run("prove", id, "--output", proof.toString())).isZero();
    String key = key();
    deleteHome();
    assertThat(run("check", proof.toString(), "--key", key)).isZero();
    assertThat(out.toString()).contains("tenant            acme", "has signed");
    assertThat(run("check", proof.toString(), "--key", key, "--format", "json")).isZero();
    JsonNode checked = new ObjectMapper().readTree(out.toString());
    assertThat(checked.get("record").get("tenant").asText()).isEqualTo("acme");
    assertThat(checked.get("record").get("status").asInt()).isEqualTo(201);
  }

  @Test
  void aProofOfAWriteProvesWhatBecameOfIt() throws Exception {
    Path proof = folder.resolve("w.tlog-proof");
    run("query", "--format", "json", "--tenant", "beta");
    String id = new ObjectMapper().readTree(out.toString()).get(0).get("id").asText();
    assertThat(run("prove", id, "-o", proof.toString())).isZero();
    assertThat(run("check", proof.toString(), "--key", key())).isZero();
    assertThat(out.toString())
        .contains("captured_outcome  PENDING", "\nCOMMITTED, proven by leaf ");
    assertThat(run("check", proof.toString(), "--key", key(), "-f", "json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("outcome").asText())
        .startsWith("COMMITTED, proven by leaf ");

    String both = Files.readString(proof);
    int second = both.indexOf("\n\nc2sp.org/tlog-proof@v1\n");
    Files.writeString(proof, both.substring(0, second + 1));
    assertThat(run("check", proof.toString(), "--key", key())).isZero();
    assertThat(out.toString()).contains("\nPENDING, not proven\n");
    run("prove", "0");
    Files.writeString(proof, both.substring(0, second + 2) + out);
    assertThat(run("check", proof.toString(), "--key", key())).isEqualTo(4);
    assertThat(err.toString()).contains("its second leaf, 0, is not of the record's outcome");
    run("prove", newest(), "-o", proof.toString());
    run("check", proof.toString(), "--key", key());
    assertThat(out.toString()).contains(", proven\n");
  }

  @Test
  void aProofMayLeaveItsRecordToAnotherFile() throws Exception {
    Path proof = folder.resolve("r.tlog-proof");
    Path record = folder.resolve("r.leaf");
    assertThat(run("prove", newest(), "-o", proof.toString(), "--record", record.toString()))
        .isZero();
    assertThat(Files.readString(proof)).doesNotContain("extra ");
    assertThat(run("check", proof.toString(), "--key", key())).isEqualTo(2);
    assertThat(run("check", proof.toString(), "--key", key(), "--record", record.toString()))
        .isZero();
    byte[] other = Files.readAllBytes(record);
    other[other.length - 1] ^= 1;
    Files.write(record, other);
    assertThat(run("check", proof.toString(), "--key", key(), "--record", record.toString()))
        .isEqualTo(4);
    assertThat(err.toString()).contains("the record is not in the tree that was signed");
  }

  @Test
  void everyKindOfLeafCanBeProven() throws Exception {
    run("verify", "--format", "json");
    int leaves = new ObjectMapper().readTree(out.toString()).get("leaves").asInt();
    Path proof = folder.resolve("r.tlog-proof");
    for (int leaf : new int[] {0, 1, leaves - 3, leaves - 2, leaves - 1}) {
      assertThat(run("prove", Integer.toString(leaf), "-o", proof.toString())).isZero();
      assertThat(run("check", proof.toString(), "--key", key())).isZero();
      assertThat(out.toString()).contains("is leaf " + leaf + " of the " + leaves);
    }
    assertThat(run("prove", "999999")).isEqualTo(3);
    assertThat(run("prove", "at-00000000000000000000000000")).isEqualTo(3);
    assertThat(run("prove", "nonsense")).isEqualTo(2);
  }

  @Test
  void checkFindsEveryByteOfAProofThatIsAnother() throws Exception {
    Path proof = folder.resolve("r.tlog-proof");
    run("prove", newest(), "-o", proof.toString());
    String key = key();
    byte[] bytes = Files.readAllBytes(proof);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      Files.write(proof, bytes);
      assertThat(run("check", proof.toString(), "--key", key)).as("byte " + i).isNotZero();
      bytes[i] ^= 1;
    }
    String other = SigningKey.generate(key.substring(0, key.indexOf('+'))).verifier().toString();
    Files.write(proof, bytes);
    assertThat(run("check", proof.toString(), "--key", other)).isEqualTo(4);
    assertThat(run("check", proof.toString())).isEqualTo(2);
  }

  @Test
  void aChangedRecordHasNoProof() throws Exception {
    String id = newest();
    tamper("UPDATE entry SET actor_id = tenant_id");
    assertThat(run("prove", id)).isEqualTo(1);
    assertThat(err.toString()).contains("is not what was signed", "heddle audit verify");
  }

  @Test
  void keysAreShownAndRotated() throws Exception {
    assertThat(run("keys", "show")).isEqualTo(3);
    run("verify");
    assertThat(run("keys", "show")).isZero();
    assertThat(out.toString())
        .contains("log      heddle.archive/", "signs    ")
        .doesNotContain("PRIVATE");
    String first = key();
    assertThat(run("keys", "rotate")).isZero();
    assertThat(out.toString().strip()).isNotEqualTo(first);
    assertThat(run("verify", "--key", first)).isZero();
    run("keys", "export");
    assertThat(out.toString().lines()).hasSize(2).first().isEqualTo(first);
  }

  @Test
  void keysAreNotRotatedBesideAnArchiver() throws Exception {
    try (Archiver archiver = new Machine(home).archiver(10, 10)) {
      archiver.drain();
      assertThat(run("keys", "rotate")).isEqualTo(1);
      assertThat(err.toString()).contains("another archiver");
    }
  }

  @Test
  void lostTilesAreNoticedAndMadeAgain() throws Exception {
    run("verify");
    assertThat(run("ledger", "status")).isZero();
    assertThat(out.toString()).contains("signed", "unsigned       0 leaves", "missing tiles  0");
    Files.delete(home.resolve("archive/tlog/tile/0/000"));
    assertThat(run("ledger", "status")).isEqualTo(4);
    assertThat(run("verify", "--no-archive")).isEqualTo(4);
    assertThat(run("ledger", "rebuild")).isZero();
    assertThat(out.toString()).contains("tile/0/000", "1 tile replaced", "that was signed");
    assertThat(run("ledger", "status")).isZero();
    assertThat(run("verify")).isZero();

    Files.delete(home.resolve("archive/tlog/tile/0/000"));
    tamper("UPDATE entry SET status = 599 WHERE seq = 7");
    assertThat(run("ledger", "rebuild")).isEqualTo(1);
    assertThat(err.toString()).contains("nothing was changed");
    assertThat(run("ledger")).isEqualTo(2);
  }

  @Test
  void thereIsNoLedgerBeforeThereIsAnArchive() throws Exception {
    deleteHome();
    assertThat(run("ledger", "status")).isZero();
    assertThat(err.toString()).contains("there is no archive");
    assertThat(run("ledger", "rebuild")).isEqualTo(1);
  }

  private String newest() throws Exception {
    run("query", "--format", "json", "--tenant", "acme", "--limit", "1");
    return new ObjectMapper().readTree(out.toString()).get(0).get("id").asText();
  }

  private String key() {
    run("keys", "export");
    return out.toString().lines().findFirst().orElseThrow();
  }

  private void tamper(String sql) throws Exception {
    try (Connection hot =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("archive/hot.db"));
        Statement statement = hot.createStatement()) {
      statement.execute(sql);
    }
  }

  private void deleteHome() throws Exception {
    Files.move(home, folder.resolve("elsewhere"));
    home = folder.resolve("nowhere");
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new AuditCommand(() -> home))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
