package io.heddle.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archiver is killed again and again while the application goes on writing. */
class KilledArchiverIT {
  private static final int KILLS = 6;

  @TempDir Path folder;

  @Test
  void archivesEverythingOnceAllTheSame() throws Exception {
    AgentHome home = AgentHome.in(folder).with("spool.segment-bytes", "1MiB");
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
    Random random = new Random(4711);
    List<String> committed;
    List<String> rolledBack;
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder);
        Writers writers = new Writers(application, 200)) {
      writers.awaitEnough();
      for (int kill = 0; kill < KILLS; kill++) {
        try (Jvm sidecar =
            archive.run(
                "sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.poll=1ms")) {
          // From within its start to well within its work.
          sidecar.endsWithin(Duration.ofMillis(300 + random.nextInt(1_500)));
          sidecar.kill();
        }
      }
      writers.stop();
      committed = writers.committed();
      rolledBack = writers.rolledBack();
      // A request is recorded when it has ended, which is after its answer has left.
      int answers = committed.size() + rolledBack.size();
      Eventually.holds(
          "all requests have ended",
          Duration.ofSeconds(10),
          () ->
              MetricsPage.scrape(home.metricsPort()).sum("heddle_http_requests_total") >= answers);
      assertThat(MetricsPage.scrape(home.metricsPort()).sum("heddle_audit_records_lost_total"))
          .as("what never reached the spool cannot be archived")
          .isZero();
      application.jvm().terminate().awaitExit();
    }

    List<ArchivedOperation> archived = archive.all();
    assertThat(archived).extracting(ArchivedOperation::auditTraceId).doesNotHaveDuplicates();
    assertThat(archived)
        .filteredOn(ArchivedOperation::isRequest)
        .hasSize(committed.size() + rolledBack.size());
    assertThat(archived)
        .filteredOn(ArchivedOperation::isStatement)
        .filteredOn(record -> record.outcome().equals("COMMITTED"))
        .filteredOn(record -> record.target().equals("item") && record.operation().equals("CREATE"))
        .extracting(ArchivedOperation::traceId)
        .containsExactlyInAnyOrderElementsOf(committed);
    assertThat(archived)
        .filteredOn(record -> record.outcome().equals("ROLLED_BACK"))
        .extracting(ArchivedOperation::traceId)
        .containsExactlyInAnyOrderElementsOf(rolledBack);
  }
}
