package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.faults.FaultyMachine.Errno;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that refuses to write or to sync, and is mended later. */
class FaultyDiskIT {
  private static final SpooledRuns RUNS = new SpooledRuns(4, 40);
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir Path folder;
  private Path home;
  private FaultyMachine machine;

  @BeforeEach
  void makeAMachine() throws Exception {
    home = Files.createDirectories(folder.resolve("heddle")).toRealPath();
    machine = FaultyMachine.of(home, folder);
  }

  /** A full disk, a disk that fails, a file system that went read-only. */
  @ParameterizedTest
  @EnumSource
  void theArchiverWaitsForTheDiskAndLosesNothing(Errno errno) throws Exception {
    Path spooled = folder.resolve("spooled");
    RUNS.write(spooled);
    try (Jvm sidecar = startArchiver()) {
      sidecar.awaitErrorLine("ready: ");
      machine.failWrites(errno);
      Files.move(spooled.resolve("spool"), home.resolve("spool"));
      sidecar.awaitErrorLine("archiving failed, next try in .*" + home);
      assertThat(runsLeft()).as("what is not archived stays").isEqualTo(RUNS.count());
      machine.mendDisk();
      archivesTheRest(sidecar);
    }
  }

  /** Nothing may be removed from the spool because of a sync that failed. */
  @Test
  void theArchiverTriesAgainAfterASyncThatFailed() throws Exception {
    RUNS.write(home);
    machine.failSyncs(Errno.EIO, 5, 4);
    try (Jvm sidecar = startArchiver()) {
      Eventually.holds("syncs have failed", LONG, () -> machine.failures() == 4);
      archivesTheRest(sidecar);
      assertThat(String.join("\n", sidecar.stderr())).contains("archiving failed");
    }
  }

  private void archivesTheRest(Jvm sidecar) throws InterruptedException {
    Eventually.holds("it has archived", LONG, () -> runsLeft() == 0);
    assertThat(sidecar.terminate().awaitExit()).as(sidecar.describe()).isZero();
    assertThat(RUNS.problemsAfterRecovery(home, null)).isEmpty();
  }

  /** The application goes on; what could not be recorded is counted, and recorded afterwards. */
  @ParameterizedTest
  @EnumSource
  void theApplicationGoesOnAndWhatIsLostIsDeclared(Errno errno) throws Exception {
    AgentHome agent = AgentHome.in(folder).with("spool.segment-bytes", "64KiB");
    Ledger ledger = Ledger.in(Database.POSTGRESQL.newUrl(folder));
    Path answers = folder.resolve("answers");
    try (Jvm application = startApplication(agent, ledger, answers)) {
      awaitAnswers(answers, 200);
      machine.failWrites(errno);
      double lostBefore = lost(agent);
      Eventually.holds("records are lost", LONG, () -> lost(agent) > lostBefore + 50);
      machine.mendDisk();
      awaitRecording(agent);
      application.kill().awaitExit();
    }
    accountsForEveryLoss(agent, ledger, answers);
  }

  /** Somebody removes the spool while it is written. */
  @Test
  void theApplicationGoesOnWithANewSpoolIfItsFolderIsRemoved() throws Exception {
    AgentHome agent = AgentHome.in(folder).with("spool.segment-bytes", "64KiB");
    Ledger ledger = Ledger.in(Database.POSTGRESQL.newUrl(folder));
    Path answers = folder.resolve("answers");
    try (Jvm application = startApplication(agent, ledger, answers)) {
      awaitAnswers(answers, 200);
      Files.move(agent.spool(), folder.resolve("removed"));
      Eventually.holds("it is noticed", LONG, () -> lost(agent) > 0);
      awaitRecording(agent);
      application.kill().awaitExit();
    }
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), agent, folder);
    Account account = Account.of(Answered.in(List.of(answers)), ledger.committed(), archive.all());
    assertThat(account.falsehoods()).isEmpty();
    assertThat(account.records()).isPositive();
    int missing = account.forgotten().size() + account.undecided().size();
    assertThat(missing).isPositive().isLessThanOrEqualTo(lossesDeclared(archive));
  }

  /** Of what the database has there is no more missing than the archive says. */
  private void accountsForEveryLoss(AgentHome agent, Ledger ledger, Path answers) throws Exception {
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), agent, folder);
    List<ArchivedOperation> archived = archive.all();
    Account account = Account.of(Answered.in(List.of(answers)), ledger.committed(), archived);
    assertThat(account.falsehoods()).isEmpty();
    int missing =
        account.unrecorded().size() + account.forgotten().size() + account.undecided().size();
    assertThat(missing).isPositive().isLessThanOrEqualTo(lossesDeclared(archive));
  }

  private static int lossesDeclared(ArchiveReader archive) throws Exception {
    try (Jvm verify = archive.run("audit", "verify", "--format", "json")) {
      assertThat(verify.awaitExit()).as(verify.describe()).isZero();
      return new ObjectMapper()
          .readTree(String.join("", verify.stdout()))
          .path("counts")
          .path("loss")
          .asInt();
    }
  }

  private void awaitRecording(AgentHome agent) {
    MetricsPage page = MetricsPage.scrape(agent.metricsPort());
    double lost = page.sum("heddle_audit_records_lost_total");
    double written = page.sum("heddle_audit_records_total");
    Eventually.holds(
        "it records again",
        LONG,
        () ->
            MetricsPage.scrape(agent.metricsPort()).sum("heddle_audit_records_total")
                > written + 500);
    assertThat(lost).isPositive();
  }

  private static double lost(AgentHome agent) {
    return MetricsPage.scrape(agent.metricsPort()).sum("heddle_audit_records_lost_total");
  }

  private static void awaitAnswers(Path answers, int lines) {
    Eventually.holds(
        "the application works", LONG, () -> Answered.in(List.of(answers)).size() > lines);
  }

  private Jvm startApplication(AgentHome agent, Ledger ledger, Path answers) throws IOException {
    return machine
        .on(Jvm.on(Jdks.newest()).agent(agent))
        .environment("OTEL_TRACES_EXPORTER", "none")
        .main("io.heddle.it.apps.jdbc.JdbcApplication", ClassPath.ofApplications())
        .arguments(ledger.url(), "r1", 2, 2_000, answers)
        .start("application", folder);
  }

  private Jvm startArchiver() throws IOException {
    return machine
        .on(Jvm.on(Jdks.oldest()))
        .environment("HEDDLE_HOME", home.toString())
        .jar(Packaged.COMMAND)
        .arguments("sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.poll=10ms")
        .start("sidecar", folder);
  }

  private int runsLeft() {
    try (Stream<Path> runs = Files.list(home.resolve("spool/node"))) {
      return (int) runs.count();
    } catch (IOException notYet) {
      return RUNS.count();
    }
  }
}
