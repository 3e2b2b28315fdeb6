package io.heddle.audit.archive.witness;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TlogProof;
import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Prover;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessesTest {
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir private Path folder;
  private Machine machine;
  private ArchiveHome home;

  /** Two checkpoints that no witness has seen. */
  @BeforeEach
  void archive() throws Exception {
    machine = new Machine(folder);
    home = new ArchiveHome(folder);
    archive(1, 300);
    archive(2, 20);
  }

  @Test
  void hasTheLastCheckpointOfEveryArchiverCosigned() throws Exception {
    try (FakeWitness witness = witness()) {
      archive(3, 400);
      assertThat(witness.last()).isEqualTo(newest());
      archive(4, 7);
      assertThat(witness.last()).isEqualTo(newest());
      SignedNote cosigned = cosigned();
      assertThat(cosigned.signers(List.of(witness.key()))).hasSize(1);
      assertThat(cosigned.cosigners(List.of(witness.key())))
          .containsExactly("cosigned by witness.example/w at 2026-11-21T02:17:00Z");
      // Each new archiver asks first from the beginning, and is told where the witness is.
      assertThat(witness.statuses()).contains(200, 409).doesNotContain(422);
    }
    Report report = Verifier.verify(folder, List.of(), null, Progress.NONE);
    assertThat(report.isSound()).as(report.toString()).isTrue();
  }

  @Test
  void putsCosignaturesIntoProofs() throws Exception {
    try (FakeWitness witness = witness()) {
      archive(3, 1);
      TlogProof proof = new Prover(folder).prove(5L).orElseThrow();
      assertThat(proof.checkpoint().signers(List.of(witness.key()))).hasSize(1);
      assertThat(proof.checkpoint().signers(new LedgerKeys(folder).all())).hasSize(1);
    }
  }

  @Test
  void keepsNoCosignatureThatIsWrong() throws Exception {
    try (FakeWitness witness = witness()) {
      witness.lie();
      archive(3, 1);
      assertThat(new CheckpointFiles(home.tlog()).cosigned()).doesNotExist();
      assertThat(machine.events())
          .anyMatch(event -> event.contains("not cosigned by all witnesses"));
    }
  }

  @Test
  void archivesOnWhenNoWitnessAnswers() throws Exception {
    try (FakeWitness witness = witness()) {
      assertThat(witness.last()).isNull();
    }
    archive(3, 10);
    assertThat(machine.all()).hasSize(330);
    assertThat(machine.events()).anyMatch(event -> event.contains("witness.example/w"));
  }

  @Test
  void verifyFindsACosignedCheckpointThatWasChanged() throws Exception {
    try (FakeWitness witness = witness()) {
      archive(3, 1);
      assertThat(witness.statuses()).endsWith(200);
      Path file = new CheckpointFiles(home.tlog()).cosigned();
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= 1;
        Files.write(file, bytes);
        assertThat(Verifier.verify(folder, List.of(), null, Progress.NONE).counts())
            .as("byte " + i)
            .isNotEmpty();
        bytes[i] ^= 1;
      }
    }
  }

  @Test
  void stopsSigningWhenAWitnessHasSeenMoreThanThereIs() throws Exception {
    try (FakeWitness witness = witness()) {
      archive(3, 1);
      List<Path> copied;
      try (Stream<Path> files = Files.walk(home.archive())) {
        copied = files.filter(Files::isRegularFile).toList();
      }
      Map<Path, byte[]> copy = new HashMap<>();
      for (Path file : copied) {
        copy.put(file, Files.readAllBytes(file));
      }
      archive(4, 400);
      assertThat(witness.last()).isEqualTo(newest());
      for (Map.Entry<Path, byte[]> file : copy.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.write(file.getKey(), file.getValue());
      }
      Files.delete(new LedgerKeys(folder).mark().file()); // the key's own memory is gone as well
      machine.archive();
      try (Archiver archiver = machine.archiver(10, 10)) {
        archiver.drain();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (archiver.unsigned().isEmpty() && System.nanoTime() < end) {
          archiver.drainOnce();
        }
        assertThat(archiver.unsigned()).contains("the witness witness.example/w has seen ");
      }
    }
  }

  @Test
  void refusesAFileThatNamesNoWitness() throws Exception {
    for (String line :
        List.of(
            "nonsense",
            new LedgerKeys(folder).all().get(0) + " http://127.0.0.1",
            key() + " ftp://127.0.0.1",
            key() + " nonsense",
            key())) {
      Files.writeString(home.witnesses(), "# a comment\n\n" + line + "\n");
      assertThatThrownBy(
              () -> Witnesses.start(home.tlog(), home.witnesses(), sentence -> {}, sentence -> {}))
          .as(line)
          .isInstanceOf(NoteException.class);
    }
  }

  private String key() throws Exception {
    try (FakeWitness witness = new FakeWitness(List.of())) {
      return witness.key().toString();
    }
  }

  private FakeWitness witness() throws Exception {
    FakeWitness witness = new FakeWitness(new LedgerKeys(folder).all());
    Files.writeString(home.witnesses(), witness.line() + "\n");
    return witness;
  }

  private void archive(long boot, int count) throws Exception {
    try (SpoolWriter writer = machine.boot(boot)) {
      for (int i = 0; i < count; i++) {
        Machine.append(writer, request("a", START + boot * 1_000 + i));
      }
    }
    machine.archive();
  }

  private Checkpoint newest() throws Exception {
    return Checkpoint.parse(
        SignedNote.parse(Files.readString(new CheckpointFiles(home.tlog()).newest())).text());
  }

  private SignedNote cosigned() throws Exception {
    return SignedNote.parse(Files.readString(new CheckpointFiles(home.tlog()).cosigned()));
  }
}
