package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Repository;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void aRunThatRecordedNothingLeavesNothing(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm idle = idle(jdk, home)) {
      assertThat(idle.terminate().awaitExit()).isPositive();
    }
    assertThat(runs(home)).isEmpty();

    try (Jvm killed = idle(jdk, home)) {
      killed.kill();
    }
    assertThat(runs(home)).as("nobody could tidy up").hasSize(1);
    try (Jvm next = idle(jdk, home)) {
      Eventually.holds(
          "only the next run is there", Duration.ofSeconds(20), () -> runs(home).size() == 1);
      next.terminate().awaitExit();
    }
    assertThat(runs(home)).isEmpty();
  }

  @Test
  void whatEndedRunsLeaveIsBounded() throws Exception {
    AgentHome home = AgentHome.in(folder).with("heddle.spool.home-max-bytes", "2MiB");
    for (String name : List.of("a", "b", "c")) {
      record(home, name);
    }
    // Two files of each of three runs are 4.5 MiB; the third run gave the first up.
    assertThat(runs(home)).hasSize(2);
    ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
    assertThat(archive.all())
        .filteredOn(record -> record.operation().equals("CREATE") && record.isStatement())
        .hasSize(2);
    Jvm events = archive.run("audit", "events");
    assertThat(events.awaitExit()).isZero();
    assertThat(String.join("\n", events.stdout())).contains("RUN_GIVEN_UP", "BUDGET");
  }

  @Test
  void aHomeThatKeepsAllRecordsNothingMoreOnceItIsFull() throws Exception {
    AgentHome home =
        AgentHome.in(folder)
            .with("heddle.spool.home-max-bytes", "1MiB")
            .with("heddle.spool.home-full", "keep");
    record(home, "a");
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      application
          .jvm()
          .awaitErrorLine(
              ".*cannot be opened \\(runs that have ended take 1572864 bytes, 1048576 are"
                  + " allowed\\).*heddle sidecar.*");
      assertThat(application.send(Call.of("POST", "/commit?name=b").tenant("acme")).status())
          .isEqualTo(200);
      ArchiveReader archive = ArchiveReader.of(Jdks.newest(), home, folder);
      assertThat(archive.all()).as("archiving makes room").isNotEmpty();
      application.jvm().awaitErrorLine(".*is open now.*");
      application.jvm().terminate().awaitExit();
      assertThat(archive.all())
          .filteredOn(record -> record.operation().equals("CREATE") && record.isStatement())
          .as("what was waiting is recorded")
          .hasSize(2);
    }
  }

  private Jvm idle(Jdk jdk, AgentHome home) throws Exception {
    List<Path> classes = List.of(Repository.file("integration-tests/target/classes"));
    Jvm idle = Jvm.on(jdk).agent(home).main(MAIN, classes).arguments("stay").start("idle", folder);
    idle.awaitLine("ANSWER 42");
    Eventually.holds("the spool is open", Duration.ofSeconds(20), () -> sizes(home).size() >= 2);
    return idle;
  }

  private void record(AgentHome home, String name) throws Exception {
    try (Application application = TomcatApplication.start(Jdks.newest(), home, folder)) {
      assertThat(application.send(Call.of("POST", "/commit?name=" + name).tenant("acme")).status())
          .isEqualTo(200);
      application.jvm().terminate().awaitExit();
    }
  }

  private static List<String> runs(AgentHome home) {
    List<String> runs = new ArrayList<>();
    try (Stream<Path> folders = Files.walk(home.spool(), 2)) {
      folders
          .filter(path -> path.getParent().getParent().equals(home.spool()))
          .forEach(path -> runs.add(path.getFileName().toString()));
    } catch (IOException | UncheckedIOException beingMade) {
      return List.of("?", "?");
    }
    return runs;
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
