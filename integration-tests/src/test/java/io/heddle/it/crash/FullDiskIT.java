package io.heddle.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Tmpfs;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The home is on a small file system of its own, which needs the right to mount one; where that is
 * missing these tests are skipped, visibly.
 */
class FullDiskIT {
  private static final int WRITES = 6_000;

  @TempDir Path folder;

  private Tmpfs disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Tmpfs.at(folder.resolve("disk"), "size=1m");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void theApplicationGoesOnAndWhatIsLostIsCounted() throws Exception {
    AgentHome home = AgentHome.in(disk.path()).with("spool.segment-bytes", "256KiB");
    double lost;
    try (Application application = start(home)) {
      for (int i = 0; i < WRITES; i++) {
        Answer answer = application.send(Call.of("POST", "/literal?name=row" + i).tenant("acme"));
        assertThat(answer).isEqualTo(new Answer(200, "rows 1"));
      }
      lost = MetricsPage.scrape(home.metricsPort()).sum("heddle_audit_records_lost_total");
      assertThat(lost).isPositive();
      application.jvm().terminate().awaitExit();
    }
    disk.remount("size=64m");
    assertThat(
            ArchiveReader.of(Jdks.oldest(), home, folder).all("--tenant", "acme").stream()
                .filter(record -> !record.layer().equals("AGENT")))
        .as("what was captured and not counted as lost")
        .hasSizeGreaterThanOrEqualTo((int) (2 * WRITES - lost))
        .hasSizeLessThan(2 * WRITES);
  }

  @Test
  void theArchiverFailsClearlyAndLosesNothing() throws Exception {
    AgentHome home = AgentHome.in(disk.path()).with("spool.segment-bytes", "64KiB");
    try (Application application = start(home)) {
      for (int i = 0; i < 100; i++) {
        application.send(Call.of("POST", "/literal?name=row" + i).tenant("acme"));
      }
      application.jvm().terminate().awaitExit();
    }
    disk.remount("ro");
    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    try (Jvm query = archive.run("audit", "query", "--format", "ndjson")) {
      assertThat(query.awaitExit()).as("%s", query.describe()).isNotZero();
      assertThat(String.join("\n", query.stderr()))
          .contains(home.path().toString())
          .doesNotContain("\tat ");
    }
    disk.remount("rw,size=64m");
    assertThat(archive.all("--tenant", "acme"))
        .filteredOn(ArchivedOperation::isStatement)
        .hasSize(100);
  }

  private Application start(AgentHome home) throws Exception {
    return TomcatApplication.start(Jdks.oldest(), home, folder);
  }
}
