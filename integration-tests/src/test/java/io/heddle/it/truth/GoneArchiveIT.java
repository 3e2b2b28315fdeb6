package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive of which something is gone, as an auditor meets it with the packaged command. */
class GoneArchiveIT {
  @TempDir Path folder;
  private AgentHome home;
  private ArchiveReader archive;

  @BeforeEach
  void commitAndSign() throws Exception {
    home = AgentHome.in(folder);
    archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    try (Application application =
        TomcatApplication.start(
            Jvm.on(Jdks.oldest()).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
            "application",
            Database.H2.newUrl(folder),
            Database.H2.connections(),
            folder)) {
      for (int i = 0; i < 5; i++) {
        application.send(Call.of("POST", "/commit?name=row" + i).tenant("acme"));
      }
      application.jvm().terminate().awaitExit();
    }
    run(0, "audit", "query");
  }

  @Test
  void anArchiveThatIsGoneIsNotSoundAndItsLedgerIsNotSignedAgain() throws Exception {
    String key = run(0, "audit", "keys", "export").stdout().get(0);
    run(0, "audit", "verify", "--key", key);
    remove(home.path().resolve("archive"));
    Jvm verify = run(6, "audit", "verify", "--key", key);
    assertThat(verify.stdout())
        .anyMatch(line -> line.contains("were signed") && line.contains("the archive has 0"))
        .endsWith("NOT SOUND: what was signed is gone");
    assertThat(home.path().resolve("archive")).doesNotExist();

    run(0, "audit", "query");
    assertThat(home.path().resolve("archive/tlog/checkpoint")).doesNotExist();
    run(6, "audit", "verify", "--key", key);
    Jvm doctor = archive.run("doctor");
    assertThat(doctor.awaitExit()).isEqualTo(1);
    assertThat(String.join("\n", doctor.stdout())).contains("were signed");

    run(0, "audit", "ledger", "begin", "--reason", "disk lost", "--by", "alice");
    assertThat(String.join("\n", run(0, "audit", "verify").stdout()))
        .contains("noted  BEGUN", "by alice (disk lost)", "were signed");
    run(4, "audit", "verify", "--key", key);
  }

  @Test
  void aHomeThatNeverWasIsNotSound() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    Jvm verify = run(6, "audit", "verify", "--home", nowhere.toString());
    assertThat(String.join("\n", verify.stdout())).contains("there is no archive below " + nowhere);
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void everyAnswerSaysThatASegmentIsMissing() throws Exception {
    try (Jvm sidecar =
        archive.run(
            "sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.seal-records=1")) {
      sidecar.awaitErrorLine("sealed segment 1");
      sidecar.terminate().awaitExit();
    }
    run(0, "audit", "query", "--strict");
    Path segment = home.path().resolve("archive/segment-0000000000000001.db");
    Files.delete(segment);
    for (String answer : List.of("query", "stats", "tail", "events")) {
      Jvm told = run(0, "audit", answer);
      assertThat(told.stderr())
          .as(answer)
          .anyMatch(line -> line.contains("not complete: " + segment + " is missing"));
      run(7, "audit", answer, "--strict");
    }
    run(7, "audit", "export", "--format", "csv", "--output", "-", "--strict");
    Jvm doctor = archive.run("doctor");
    assertThat(doctor.awaitExit()).isEqualTo(1);
    assertThat(String.join("\n", doctor.stdout())).contains(segment + " is missing");
    run(4, "audit", "verify");
  }

  @Test
  void whatTouchesNothingSaysSo() throws Exception {
    Jvm erase = run(3, "audit", "erase", "--tenant", "nosuch", "--yes");
    assertThat(String.join("\n", erase.stderr()))
        .contains("tenant nosuch has no keys here: nothing was destroyed");
    Jvm hold = run(3, "audit", "hold", "add", "--tenant", "nosuch", "--reason", "subpoena");
    assertThat(String.join("\n", hold.stderr()))
        .contains("no record of tenant nosuch is in the archive: nothing is held");
  }

  private Jvm run(int exitCode, String... arguments) throws IOException, InterruptedException {
    Jvm command = archive.run(arguments);
    assertThat(command.awaitExit()).as("%s", command.describe()).isEqualTo(exitCode);
    return command;
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
