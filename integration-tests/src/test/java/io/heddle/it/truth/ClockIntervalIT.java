package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Between which two moments a record truly began; on a machine where anybody may keep the clock.
 */
class ClockIntervalIT {
  @TempDir Path folder;

  @Test
  void everyRecordSaysItWhereTheSettingAsksAndTheMomentLiesWithin() throws Exception {
    AgentHome home = AgentHome.in(folder).with("clock.interval", "true").with("clock.bound", "3s");
    Instant before = Instant.now();
    try (Application application =
        TomcatApplication.start(
            Jvm.on(Jdks.newest()).agent(home),
            "tomcat",
            Database.H2.newUrl(folder),
            Database.H2.connections(),
            folder)) {
      assertThat(application.send(Call.of("POST", "/commit?name=a")).status()).isEqualTo(200);
      application.jvm().terminate().awaitExit();
    }
    Instant after = Instant.now();

    List<ArchivedOperation> archived = ArchiveReader.of(Jdks.newest(), home, folder).all();
    List<ArchivedOperation> requests =
        archived.stream().filter(ArchivedOperation::isRequest).toList();
    assertThat(requests).hasSize(1);
    assertThat(requests)
        .allSatisfy(
            record -> {
              Instant earliest = Instant.parse(record.extras().at("/clock/earliest").asText());
              Instant latest = Instant.parse(record.extras().at("/clock/latest").asText());
              assertThat(earliest).isBefore(after);
              assertThat(latest).isAfter(before);
              String status = record.extras().at("/clock/status").asText();
              assertThat(status).isIn("assumed", "synchronised", "free-running");
              if (status.equals("assumed")) {
                assertThat(Duration.between(earliest, latest))
                    .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(6).plusMillis(1));
              }
            });
  }
}
