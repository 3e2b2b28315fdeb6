package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of day jumps, goes back and stands still, for the application and the archiver. */
class ClockIT {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final int ANSWERS = 60;

  @TempDir Path folder;

  @Test
  void nothingIsLostDoubledOrFalseWhateverTheClockSays() throws Exception {
    AgentHome agent =
        AgentHome.in(folder).with("metrics.port", "0").with("spool.segment-bytes", "64KiB");
    FaultyMachine machine = FaultyMachine.of(agent.path(), folder);
    Ledger ledger = Ledger.in(Database.POSTGRESQL.newUrl(folder));
    Path answers = folder.resolve("answers");
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), agent, folder);
    try (Jvm sidecar = startArchiver(machine, agent);
        Jvm application = startApplication(machine, agent, ledger, answers)) {
      awaitMore(answers);
      machine.setClock(Duration.ofHours(1));
      awaitMore(answers);
      awaitSignature(agent);
      machine.setClock(Duration.ofHours(-1));
      awaitMore(answers);
      awaitSignature(agent);
      machine.freezeClock();
      awaitMore(answers);
      machine.setClock(Duration.ZERO);
      awaitMore(answers);
      awaitSignature(agent);
      application.kill().awaitExit();
      assertThat(sidecar.terminate().awaitExit()).as(sidecar.describe()).isZero();
    }
    Account account = Account.of(Answered.in(List.of(answers)), ledger.committed(), archive.all());
    assertThat(new CrashPlan(Jdks.newest(), 1, 2, 0, CrashPlan.ASYNC).violations(account))
        .isEmpty();
    try (Jvm verify = archive.run("audit", "verify")) {
      assertThat(verify.awaitExit()).as(verify.describe()).isZero();
    }
  }

  /** Until the application has done some more. */
  private static void awaitMore(Path answers) {
    int before = Answered.in(List.of(answers)).size();
    Eventually.holds(
        "the application goes on",
        LONG,
        () -> Answered.in(List.of(answers)).size() > before + ANSWERS);
  }

  private static void awaitSignature(AgentHome agent) {
    Path checkpoint = agent.path().resolve("archive/tlog/checkpoint");
    String before = read(checkpoint);
    Eventually.holds("another checkpoint is signed", LONG, () -> !read(checkpoint).equals(before));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Jvm startApplication(FaultyMachine machine, AgentHome agent, Ledger ledger, Path answers)
      throws IOException {
    return machine
        .on(Jvm.on(Jdks.newest()).agent(agent))
        .environment("OTEL_TRACES_EXPORTER", "none")
        .main("io.heddle.it.apps.jdbc.JdbcApplication", ClassPath.ofApplications())
        .arguments(ledger.url(), "r1", 2, 5_000, answers)
        .start("application", folder);
  }

  private Jvm startArchiver(FaultyMachine machine, AgentHome agent) throws IOException {
    return machine
        .on(Jvm.on(Jdks.oldest()))
        .environment("HEDDLE_HOME", agent.path().toString())
        .jar(Packaged.COMMAND)
        .arguments(
            "sidecar",
            "-D",
            "heddle.sidecar.port=0",
            "-D",
            "heddle.archive.poll=10ms",
            "-D",
            "heddle.archive.seal-records=500")
        .start("sidecar", folder);
  }
}
