package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees when the agent starts, or cannot. */
class AgentStartIT {
  private static final String MAIN = "io.heddle.it.apps.plain.PlainApplication";
  private static final String BANNER = "heddle: \\d+\\.\\d+\\.\\d+ watches this JVM; home is .*";
  private static final String BUILD_ID = "META-INF/heddle/build-id";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void printsItsBannerAndNothingElse(Jdk jdk) throws Exception {
    assertThat(run(agent(jdk, Packaged.AGENT))).singleElement().asString().matches(BANNER);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void leavesAnArchiveOfTheApplicationsClassesInUse(Jdk jdk) throws Exception {
    Path jar = applicationJar();
    Path archive = folder.resolve("application.jsa");
    try (Jvm dump =
        Jvm.on(jdk)
            // The boot class path of the later run, where the agent appends itself.
            .option("-Xbootclasspath/a:" + Packaged.AGENT)
            .option("-XX:ArchiveClassesAtExit=" + archive)
            .main(MAIN, List.of(jar))
            .start("dump", folder)) {
      assertThat(dump.awaitExit()).as("%s", dump.describe()).isZero();
    }

    Path log = folder.resolve("classes.log");
    JvmCommand command =
        Jvm.on(jdk)
            .option("-XX:SharedArchiveFile=" + archive)
            .option("-Xlog:class+load:file=" + log)
            // From JDK 24 on it complains of every agent: the archive knows no java.instrument.
            .option("-Xlog:cds=off")
            .option("-javaagent:" + Packaged.AGENT)
            .main(MAIN, List.of(jar));
    assertThat(run(home(command))).singleElement().asString().matches(BANNER);
    assertThat(Files.readString(log)).contains(MAIN + " source: shared objects file (top)");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void startsUnderAnotherName(Jdk jdk) throws Exception {
    Path renamed = Files.copy(Packaged.AGENT, folder.resolve("observability.jar"));

    assertThat(run(agent(jdk, renamed)))
        // The JVM's own, because Boot-Class-Path names heddle-agent.jar and another way is taken.
        .filteredOn(line -> !line.contains("Sharing is only supported for boot loader classes"))
        .singleElement()
        .asString()
        .matches(BANNER);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void refusesToMixWithAnotherBuildBesideIt(Jdk jdk) throws Exception {
    Files.copy(Packaged.AGENT, folder.resolve("heddle-agent.jar"));
    Path renamed = Files.copy(Packaged.AGENT, folder.resolve("heddle-agent-next.jar"));
    try (FileSystem jar = FileSystems.newFileSystem(renamed)) {
      Files.writeString(jar.getPath(BUILD_ID), "another build");
    }

    assertThat(run(agent(jdk, renamed)))
        .singleElement()
        .asString()
        .contains("two different agents")
        .contains("heddle-agent-next.jar")
        .endsWith("the application runs without it");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void startsOnceWhenAskedTwice(Jdk jdk) throws Exception {
    Path copy = Files.copy(Packaged.AGENT, folder.resolve("heddle-agent.jar"));

    List<String> stderr =
        run(
            home(
                Jvm.on(jdk)
                    .option("-javaagent:" + Packaged.AGENT)
                    .option("-javaagent:" + copy)
                    .main(MAIN, classes())));
    assertThat(stderr).hasSize(2);
    assertThat(stderr.get(0)).matches(BANNER);
    assertThat(stderr.get(1)).contains("attached already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inst/io/heddle/agent/AgentRuntime.classdata",
        "inst/io/heddle/settings/Settings.classdata"
      })
  void aDamagedJarCostsOneLine(String missing) throws Exception {
    Path damaged = Files.copy(Packaged.AGENT, folder.resolve("heddle-agent.jar"));
    try (FileSystem jar = FileSystems.newFileSystem(damaged)) {
      Files.delete(jar.getPath(missing));
    }

    String type = missing.substring(missing.lastIndexOf('/') + 1, missing.indexOf('.'));
    assertThat(run(agent(Jdks.newest(), damaged)))
        .singleElement()
        .asString()
        .startsWith("heddle: could not start")
        .contains(type)
        .doesNotContain("InvocationTargetException");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void standsAsideForToolsOfTheJdk(Jdk jdk) throws Exception {
    JvmCommand javac =
        Jvm.on(jdk)
            .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Packaged.AGENT)
            .arguments("--module", "jdk.compiler/com.sun.tools.javac.Main", "-version");
    try (Jvm jvm = home(javac).start("javac", folder)) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.stderr()).singleElement().asString().startsWith("Picked up JAVA_TOOL_OPTIONS");
      assertThat(folder.resolve("heddle")).doesNotExist();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void loadsNoByteBuddyUntilAHookIsHit(Jdk jdk) throws Exception {
    List<String> loaded = loadedClasses(agent(jdk, Packaged.AGENT), "executors,queues");

    assertThat(loaded).contains("io.heddle.agent.AgentRuntime");
    assertThat(loaded).noneMatch(name -> name.startsWith("net.bytebuddy."));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void leavesToTheApplicationWhatItMayWantToChoose(Jdk jdk) throws Exception {
    List<String> loaded = loadedClasses(agent(jdk, Packaged.AGENT), "");

    assertThat(loaded).contains(MAIN);
    assertThat(loaded.subList(0, loaded.indexOf(MAIN)))
        .as("before the application's main")
        .noneMatch(name -> name.startsWith("java.util.logging."))
        .noneMatch(name -> name.startsWith("javax.management."))
        .noneMatch(name -> name.startsWith("javax.net.ssl."));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void isAtWorkAtOnceInAnIdleApplicationItIsAttachedTo(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm idle = Jvm.on(jdk).main(MAIN, classes()).arguments("stay").start("idle", folder)) {
      idle.awaitLine("ANSWER 42");
      ArchiveReader command = ArchiveReader.of(jdk, home, folder);
      String pid = Long.toString(idle.pid());
      String port = "metrics.port=" + home.metricsPort();
      try (Jvm attach = command.run("attach", pid, "home=" + home.path(), port)) {
        assertThat(attach.awaitExit()).as("%s", attach.describe()).isZero();
      }
      Eventually.holds(
          "a spool without a class loaded since", Duration.ofSeconds(20), () -> has(home));
      MetricsPage page = MetricsPage.scrape(home.metricsPort());
      assertThat(page.has("heddle_instrumentation_failures_total")).isTrue();
      assertThat(page.sum("heddle_instrumentation_failures_total")).isZero();
    }
  }

  @Test
  void isNoSuccessWhereTheSpoolOfAnAttachedAgentCannotBeOpened() throws Exception {
    Path occupied = Files.writeString(folder.resolve("occupied"), "no directory");
    try (Jvm idle =
        Jvm.on(Jdks.newest()).main(MAIN, classes()).arguments("stay").start("idle", folder)) {
      idle.awaitLine("ANSWER 42");
      ArchiveReader command = ArchiveReader.of(Jdks.newest(), AgentHome.in(folder), folder);
      Jvm attach =
          command.run("attach", Long.toString(idle.pid()), "home=" + occupied, "metrics.port=0");

      assertThat(attach.awaitExit()).as("%s", attach.describe()).isEqualTo(1);
      assertThat(attach.stdout()).isEmpty();
      assertThat(String.join("\n", attach.stderr()))
          .startsWith(
              "heddle: Heddle is loaded in JVM " + idle.pid() + ", but audits nothing: the spool")
          .contains(occupied + "/spool cannot be opened")
          .contains("it tries again every five seconds");
      Jvm doctor = command.run("doctor");
      doctor.awaitExit();
      assertThat(doctor.stdout())
          .anyMatch(line -> line.contains("jvm " + idle.pid()) && line.contains("audits nothing"));

      Files.delete(occupied);
      idle.awaitErrorLine("the spool below .* is open now");
      Jvm mended = command.run("doctor");
      mended.awaitExit();
      assertThat(mended.stdout())
          .anyMatch(line -> line.contains("jvm " + idle.pid()))
          .noneMatch(line -> line.contains("jvm " + idle.pid()) && line.contains("audits nothing"));
    }
  }

  private static boolean has(AgentHome home) {
    try {
      return !home.spoolFiles().isEmpty();
    } catch (IOException | UncheckedIOException stillBeingMade) {
      return false;
    }
  }

  private JvmCommand agent(Jdk jdk, Path jar) {
    return home(Jvm.on(jdk).option("-javaagent:" + jar).main(MAIN, classes()));
  }

  private JvmCommand home(JvmCommand command) {
    return command
        .environment("HEDDLE_HOME", folder.resolve("heddle").toString())
        .environment("HEDDLE_METRICS_PORT", "0");
  }

  /** Runs the application to its end; returns what was printed to stderr. */
  private List<String> run(JvmCommand command) throws Exception {
    try (Jvm jvm = command.start("application", folder)) {
      assertThat(jvm.awaitExit()).as("%s", jvm.describe()).isZero();
      assertThat(jvm.stdout()).as("%s", jvm.describe()).containsExactly("ANSWER 42");
      return jvm.stderr();
    }
  }

  /** The names of all classes loaded, in order, with some instrumentations switched off. */
  private List<String> loadedClasses(JvmCommand command, String off) throws Exception {
    Path log = folder.resolve("classes.log");
    run(
        command
            .environment("HEDDLE_INSTRUMENTATIONS_OFF", off)
            .option("-Xlog:class+load:file=" + log + ":none"));
    try (var lines = Files.lines(log)) {
      return lines.map(line -> line.substring(0, (line + " ").indexOf(' '))).toList();
    }
  }

  private static List<Path> classes() {
    return List.of(Repository.file("integration-tests/target/classes"));
  }

  /** The application as a jar, because classes in folders are not archived. */
  private Path applicationJar() throws IOException {
    Path jar = folder.resolve("application.jar");
    String entry = MAIN.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(classes().get(0).resolve(entry), out);
    }
    return jar;
  }
}
