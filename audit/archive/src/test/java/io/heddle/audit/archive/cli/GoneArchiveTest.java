package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.spool.SpoolWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was signed and is gone is never sound, and never signed over in silence. */
class GoneArchiveTest {
  @TempDir private Path folder;
  private Path home;
  private ArchiveHome archive;
  private String key;

  @BeforeEach
  void sign() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    archive = new ArchiveHome(home);
    record(1, 5);
    assertThat(run("verify").exitCode()).isZero();
    key = new LedgerKeys(home).all().get(0).toString();
  }

  @Test
  void anArchiveThatWasRemovedIsNotSoundAndNotMadeAnew() throws Exception {
    remove(archive.archive());
    for (List<String> arguments :
        List.of(List.of("verify", "--key", key), List.of("verify"), List.of("verify", "-f=json"))) {
      CommandRun verify = run(arguments.toArray(String[]::new));
      assertThat(verify.exitCode()).as("%s", arguments).isEqualTo(6);
      assertThat(verify.out())
          .contains("leaves of heddle.archive/", "were signed", "and the archive has 0");
    }
    assertThat(archive.archive()).as("looked at before anything is archived").doesNotExist();
    assertThat(run("ledger", "status").exitCode()).isEqualTo(4);
  }

  @Test
  void aHomeThatNeverWasIsNotSound() {
    home = folder.resolve("nowhere");
    CommandRun verify = run("verify");
    assertThat(verify.exitCode()).isEqualTo(6);
    assertThat(verify.out()).contains("there is no archive below " + home);
    assertThat(home).doesNotExist();
    assertThat(run("verify", "--key", key).out())
        .contains("was signed by the key that was given")
        .endsWith("NOT SOUND: what was signed is gone\n");
  }

  @Test
  void aKeyOfAnEarlierVersionIsEnoughToMissItsArchive() throws Exception {
    Files.delete(new LedgerKeys(home).mark().file());
    assertThat(run("verify").exitCode()).as("is remembered again").isZero();
    record(2, 1);
    assertThat(run("verify").exitCode()).isZero();
    assertThat(new LedgerKeys(home).mark().read()).isPresent();
    Files.delete(new LedgerKeys(home).mark().file());
    remove(archive.archive());
    assertThat(run("verify").exitCode()).isEqualTo(6);
    assertThat(run("verify").out()).contains("lists a key that has signed");
    Machine machine = new Machine(home);
    machine.archive();
    assertThat(machine.events()).anyMatch(event -> event.contains("lists a key that has signed"));
    machine.archive();
    assertThat(archive.tlog().resolve("checkpoint")).doesNotExist();
  }

  @Test
  void anOlderCopyIsNotSoundAndIsNotSignedOn() throws Exception {
    Path copy = folder.resolve("copy");
    copy(archive.archive(), copy);
    record(2, 5);
    assertThat(run("verify").exitCode()).isZero();
    Files.move(archive.archive(), folder.resolve("newer"));
    copy(copy, archive.archive());
    CommandRun verify = run("verify", "--key", key);
    assertThat(verify.exitCode()).isEqualTo(6);
    assertThat(verify.out()).contains("were signed", "and the archive has ");

    byte[] checkpoint = Files.readAllBytes(archive.tlog().resolve("checkpoint"));
    record(3, 5);
    Machine machine = new Machine(home);
    machine.archive();
    assertThat(machine.events())
        .anyMatch(
            event ->
                event.startsWith("nothing is signed: ")
                    && event.contains("heddle audit ledger begin"));
    assertThat(Files.readAllBytes(archive.tlog().resolve("checkpoint"))).isEqualTo(checkpoint);

    CommandRun begun = run("ledger", "begin", "--reason", "disk lost", "--by", "alice");
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    CommandRun anew = run("verify");
    assertThat(anew.exitCode()).as(anew.out()).isZero();
    assertThat(anew.out())
        .contains("noted  BEGUN", "by alice (disk lost)", "were signed")
        .endsWith("sound\n");
    assertThat(run("verify", "--key", key).exitCode()).as("the old key alone").isEqualTo(4);
    assertThat(run("events", "--last", "1d").out()).contains("LEDGER_BEGUN");
    assertThat(run("ledger", "status").exitCode()).isZero();
  }

  @Test
  void aNewLedgerIsBegunOnlyWhereSomethingIsGone() throws Exception {
    CommandRun refused = run("ledger", "begin", "--reason", "why not");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("nothing that was signed is gone");
    assertThat(run("ledger", "begin", "--reason", " ").exitCode()).isEqualTo(2);

    String before = run("keys", "show").out();
    remove(archive.archive());
    assertThat(run("keys", "rotate").exitCode()).as("the old log would go on").isEqualTo(1);
    assertThat(run("ledger", "begin", "--reason", "disk lost").exitCode()).isZero();
    assertThat(run("keys", "show").out()).isNotEqualTo(before);
    record(3, 2);
    CommandRun verify = run("verify");
    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(verify.out()).contains("noted  BEGUN");
  }

  @Test
  void aLogThatNobodyBeganIsAFork() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path mine = home;
    home = other;
    record(9, 50);
    run("verify");
    home = mine;
    Files.delete(new LedgerKeys(mine).mark().file());
    Files.write(
        history(mine), Files.readAllBytes(history(other)), java.nio.file.StandardOpenOption.APPEND);
    Files.copy(
        new ArchiveHome(other).tlog().resolve("checkpoint"),
        archive.tlog().resolve("checkpoint"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    CommandRun verify = run("verify", "--no-archive");
    assertThat(verify.exitCode()).isEqualTo(4);
    assertThat(verify.out()).contains("is of another log", "nothing says that it was begun");
  }

  private static Path history(Path home) throws IOException {
    try (Stream<Path> days = Files.list(new ArchiveHome(home).tlog().resolve("checkpoints"))) {
      return days.findFirst().orElseThrow();
    }
  }

  private void record(long boot, int count) throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(boot)) {
      for (int i = 0; i < count; i++) {
        Machine.append(writer, request("acme", START + boot * 1_000 + i));
      }
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    }
  }
}
