package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code heddle audit tail} of the packaged jar, beside an application that is at work. */
class TailIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void showsWhatArrivesUntilItIsInterrupted(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
    try (Application application = TomcatApplication.start(jdk, home, folder)) {
      application.send(Call.of("POST", "/commit?name=before").tenant("before"));
      try (Jvm tail = archive.run("audit", "tail", "-f")) {
        tail.awaitLine("^\\d{4}-\\d\\d-\\d\\d .* before ");
        application.send(Call.of("POST", "/commit?name=first").tenant("first"));
        tail.awaitLine("^\\d{4}-\\d\\d-\\d\\d .* first ");
        application.send(Call.of("POST", "/commit?name=second").tenant("second"));
        tail.awaitLine("^\\d{4}-\\d\\d-\\d\\d .* second ");
        assertThat(tail.isRunning()).isTrue();
        assertThat(tail.terminate().awaitExit()).isEqualTo(143); // 128 + SIGTERM
        assertThat(tail.stderr()).isEmpty();
      }
      Jvm once = archive.run("audit", "tail", "--lines", "1");
      assertThat(once.awaitExit()).as("%s", once.describe()).isZero();
      assertThat(once.stdout()).hasSize(3).last().isEqualTo("1 operation");
      application.jvm().terminate().awaitExit();
    }
  }

  @Test
  void waitsForAHomeThatIsNotThereYet() throws Exception {
    Jdk jdk = Jdks.oldest();
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
    try (Jvm tail = archive.run("audit", "tail", "-f", "--format", "ndjson")) {
      tail.awaitErrorLine("there is no home .* yet; waiting for it");
      try (Application application = TomcatApplication.start(jdk, home, folder)) {
        application.send(Call.of("POST", "/commit?name=first").tenant("first"));
        tail.awaitLine("\"tenant\":\"first\".*}$");
        application.jvm().terminate().awaitExit();
      }
    }
  }
}
