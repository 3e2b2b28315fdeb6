package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code ./heddle demo --seconds 8} does, unattended. */
class DemoIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void checksWhatItClaimsAndLeavesNoProcessBehind(Jdk jdk) throws Exception {
    Path home = folder.resolve("demo-home");
    try (Jvm demo =
        Jvm.on(jdk)
            .environment("HEDDLE_HOME", home.toString())
            .environment("TMPDIR", folder.toString())
            .jar(Packaged.COMMAND)
            .arguments("demo", "--seconds", "8")
            .start("demo", folder)) {
      assertThat(demo.awaitExit(Duration.ofSeconds(120))).as("%s", demo.describe()).isZero();
      assertThat(String.join("\n", demo.stdout())).contains("audit query");
    }
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("order-service") || line.contains("heddle.jar")))
        .isEmpty();
    assertThat(
            ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(home.toString())))
        .isEmpty();
  }
}
