package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has sent a request: the peer, or whom a trusted one names. */
class ClientAddressIT {
  private static final Call FORWARDED =
      Call.of("POST", "/commit?name=a").header("X-Forwarded-For", "198.51.100.1, 203.0.113.9");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'client-address: true', 127.0.0.1",
    "'trusted-proxies: [10.0.0.0/8]', 127.0.0.1",
    "'trusted-proxies: [127.0.0.0/8]', 203.0.113.9",
    "'client-address: false', ''",
  })
  void recordsNameTheClient(String rule, String client) throws Exception {
    AgentHome home =
        AgentHome.in(folder).withPolicy("version: 1\nrevision: 1\nrequests:\n  " + rule + "\n");
    Trace trace = Trace.start();
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      MetricsPage.await(
          home.metricsPort(),
          "the policy",
          Duration.ofSeconds(20),
          page -> page.sum("heddle_policy_revision") == 1);
      assertThat(application.send(FORWARDED.trace(trace)).status()).isEqualTo(200);
      application.jvm().terminate().awaitExit();
    }

    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
    assertThat(archive.all())
        .filteredOn(record -> record.traceId().equals(trace.id()) && record.isRequest())
        .extracting(ClientAddressIT::client)
        .containsExactly(client);
    String ocsf = inOcsf(archive);
    if (client.isEmpty()) {
      assertThat(ocsf).doesNotContain("\"ip\"", "dst_endpoint");
    } else {
      assertThat(ocsf)
          .contains("\"src_endpoint\":{\"ip\":\"" + client + "\"}", "\"dst_endpoint\":{\"name\"");
    }
  }

  private static String client(ArchivedOperation record) {
    return record.extras().path("client_address").asText("");
  }

  private String inOcsf(ArchiveReader archive) throws Exception {
    Path file = folder.resolve("events.ocsf");
    Jvm export = archive.run("audit", "export", "--format", "ocsf", "--output", file.toString());
    assertThat(export.awaitExit()).isZero();
    return Files.readString(file);
  }
}
