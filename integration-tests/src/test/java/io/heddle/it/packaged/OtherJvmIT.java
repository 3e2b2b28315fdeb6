package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent that is told nonsense, told to do nothing, or meets what it does not know. */
class OtherJvmIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void namesTheNearestSettingAndGoesOn(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder).with("audit.read", "true").with("labels.budget", "lots");
    try (Jvm jvm = version(jdk, home)) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(String.join("\n", jvm.stderr()))
          .contains("heddle.audit.read'")
          .contains("did you mean heddle.audit.reads?")
          .contains("heddle.labels.budget is 'lots'")
          .doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void doesNothingAtAllWhenDisabled(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder).with("enabled", "false");
    try (Jvm jvm = version(jdk, home)) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(home.path()).doesNotExist();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void leavesTheApplicationAloneWhenItsHomeCannotBeMade(Jdk jdk) throws Exception {
    Files.writeString(folder.resolve("occupied"), "a file, not a directory");
    AgentHome home = AgentHome.in(folder).with("home", folder.resolve("occupied/below").toString());
    try (Jvm jvm = application(jdk, home)) {
      jvm.awaitLine("READY (\\d+)");
      assertThat(String.join("\n", jvm.stderr())).contains("occupied").doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void attachesToARunningJvm(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm jvm =
        Jvm.on(jdk)
            .environment("OTEL_TRACES_EXPORTER", "none")
            .main("io.heddle.it.apps.tomcat.TomcatApplication", ClassPath.ofApplications())
            .arguments(Database.H2.newUrl(folder), 2, 2)
            .start("attached", folder)) {
      int port = Integer.parseInt(jvm.awaitLine("READY (\\d+)").group(1));
      ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
      Jvm attach =
          archive.run(
              "attach",
              Long.toString(jvm.pid()),
              "home=" + home.path(),
              "metrics.port=" + home.metricsPort());
      assertThat(attach.awaitExit()).as("%s", attach.describe()).isZero();
      assertThat(
              Client.send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + port + "/commit?name=attached"))
                          .header("X-Tenant-ID", "late")
                          .POST(HttpRequest.BodyPublishers.noBody())
                          .build())
                  .body())
          .isEqualTo("committed");
      jvm.terminate().awaitExit();
      assertThat(archive.all("--tenant", "late"))
          .filteredOn(record -> record.isStatement())
          .extracting(record -> record.outcome())
          .containsExactly("COMMITTED", "COMMITTED");
    }
  }

  private Jvm version(Jdk jdk, AgentHome home) throws Exception {
    // The command's --version: a program that neither serves nor queries anything.
    return Jvm.on(jdk).agent(home).jar(Packaged.COMMAND).arguments("--version").start("v", folder);
  }

  private Jvm application(Jdk jdk, AgentHome home) throws Exception {
    return Jvm.on(jdk)
        .agent(home)
        .environment("OTEL_TRACES_EXPORTER", "none")
        .main("io.heddle.it.apps.tomcat.TomcatApplication", ClassPath.ofApplications())
        .arguments(Database.H2.newUrl(folder), 2, 2)
        .start("application", folder);
  }
}
