package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The disk that a run takes. */
class SpoolSizeIT {
  private static final String MAIN = "io.heddle.it.apps.plain.PlainApplication";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void anApplicationThatRecordsNothingTakesLittleDisk(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    List<Path> classes = List.of(Repository.file("integration-tests/target/classes"));
    try (Jvm idle =
        Jvm.on(jdk).agent(home).main(MAIN, classes).arguments("stay").start("idle", folder)) {
      idle.awaitLine("ANSWER 42");
      Eventually.holds(
          "two files, 512 KiB and 1 MiB",
          Duration.ofSeconds(20),
          () -> sizes(home).equals(List.of(512L << 10, 1L << 20)));
      assertThat(idle.isRunning()).isTrue();
    }
  }

  private static List<Long> sizes(AgentHome home) {
    List<Long> sizes = new ArrayList<>();
    try {
      for (Path file : home.spoolFiles()) {
        sizes.add(Files.size(file));
      }
    } catch (IOException | UncheckedIOException stillBeingMade) {
      return List.of();
    }
    return sizes;
  }
}
