package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SidecarIT {
  private static final int WRITES = 50;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void archivesWhatIsLeftBeforeItObeysSigterm(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
    try (Jvm sidecar = archive.run("sidecar", "-D", "heddle.sidecar.port=0");
        Application application = TomcatApplication.start(jdk, home, folder)) {
      int port = readyPort(sidecar);
      Answer health = Client.get(port, "/healthz");
      assertThat(health.status()).as("%s", health).isEqualTo(200);
      assertThat(Client.get(port, "/metrics").body()).contains("heddle_");

      for (int i = 0; i < WRITES; i++) {
        application.send(Call.of("POST", "/commit?name=row" + i).tenant("acme"));
      }
      // Both at once: whoever is slower, nothing may be lost.
      application.jvm().terminate().awaitExit();
      assertThat(sidecar.terminate().awaitExit()).as("%s", sidecar.describe()).isZero();
    }
    assertThat(archive.all("--tenant", "acme"))
        .filteredOn(ArchivedOperation::isStatement)
        .hasSize(2 * WRITES)
        .allMatch(record -> record.outcome().equals("COMMITTED"));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void leavesAHomeToTheSidecarThatHasIt(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
    try (Jvm first = archive.run("sidecar", "-D", "heddle.sidecar.port=0")) {
      readyPort(first);
      Jvm second = archive.run("sidecar", "-D", "heddle.sidecar.port=0");
      assertThat(second.awaitExit()).isNotZero();
      assertThat(String.join("\n", second.stderr())).contains("already has a sidecar");
      assertThat(first.terminate().awaitExit()).isZero();
    }
  }

  private static int readyPort(Jvm sidecar) throws InterruptedException {
    return Integer.parseInt(
        sidecar.awaitErrorLine("ready: .*http://127\\.0\\.0\\.1:(\\d+)/metrics").group(1));
  }
}
