package io.heddle.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.Repository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agent and command make of settings as people and clusters give them. */
class GivenSettingsIT {
  private static final String MAIN = "io.heddle.it.apps.plain.PlainApplication";

  @TempDir Path folder;

  @Test
  void anAgentTellsEveryValueThatItCannotUse() throws Exception {
    List<String> lines =
        agent(application("=home=" + home() + ",metrics.port=0,log.level=verbose;node"));

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "heddle: heddle.log.level is 'verbose', expected error, warn, info or debug; going on"
                + " with the default info",
            "heddle: heddle.node has no value, expected text; going on with none",
            banner(home()));
  }

  @Test
  void anAgentTellsInstrumentationsAndSizesThatThereAreNot() throws Exception {
    String given =
        ";instrumentations.off=nope,queues;spool.segment-bytes=2GiB;spool.max-bytes=2GiB";
    List<String> lines = agent(application("=home=" + home() + ";metrics.port=0" + given));

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "heddle: heddle.spool.segment-bytes is '2GiB', expected a size from 64KiB to 1GiB;"
                + " going on with 1GiB",
            "heddle: heddle.instrumentations.off is 'nope,queues', expected names among servlet,"
                + " jdbc, java-http-client, executors, queues, jdbc-values and servlet-bodies;"
                + " going on with queues",
            banner(home()));
  }

  @Test
  void anAgentTellsSizesThatDoNotGoTogether() throws Exception {
    String given = ";metrics.port=0;traces.budget=2000000;spool.max-bytes=1MiB";
    JvmCommand application = application("=home=" + home() + given).arguments("stay");
    try (Jvm jvm = application.start("application", folder)) {
      jvm.awaitErrorLine(
          "heddle: heddle\\.traces\\.budget is '2000000', expected a whole number from 0 to"
              + " 1000000; going on with 1000000");
      jvm.awaitErrorLine(
          "heddle: heddle\\.spool\\.max-bytes is 1048576; expected at least two files of"
              + " heddle\\.spool\\.segment-bytes, which is 16777216; 33554432 holds");
    }
  }

  @Test
  void aServiceOfKubernetesNamedHeddleIsPassedOver() throws Exception {
    JvmCommand application =
        inCluster(application("=metrics.port=0")).environment("HEDDLE_HOME", home().toString());
    assertThat(agent(application)).containsExactly(banner(home()));

    try (Jvm stats = stats(inCluster(Jvm.on(Jdks.newest())))) {
      assertThat(stats.awaitExit()).as("%s", stats.describe()).isZero();
      assertThat(stats.stderr()).noneMatch(line -> line.contains("HEDDLE_"));
    }
  }

  @Test
  void aCommandPassesOverABadValueThatOnlyTheAgentReads() throws Exception {
    JvmCommand command = Jvm.on(Jdks.newest()).environment("HEDDLE_LABELS_BUDGET", "many");
    try (Jvm stats = stats(command.environment("HEDDLE_HOEM", "/x"))) {
      assertThat(stats.awaitExit()).as("%s", stats.describe()).isZero();
      assertThat(stats.stderr())
          .noneMatch(line -> line.contains("LABELS"))
          .contains(
              "heddle: setting 'HEDDLE_HOEM' is unknown and ignored; did you mean HEDDLE_HOME?");
    }
  }

  @Test
  void aCommandStopsAtABadValueThatItReads() throws Exception {
    try (Jvm stats = stats(Jvm.on(Jdks.newest()).environment("HEDDLE_ARCHIVE_KEEP_AGE", "ever"))) {
      assertThat(stats.awaitExit()).as("%s", stats.describe()).isEqualTo(1);
      assertThat(String.join(" ", stats.stderr()))
          .contains("HEDDLE_ARCHIVE_KEEP_AGE is 'ever', expected a duration such as")
          .doesNotContain("going on");
    }
  }

  @Test
  void systemPropertiesOfOpenTelemetryWinOverItsVariables() throws Exception {
    List<String> lines =
        agent(
            application("=home=" + home() + ";metrics.port=0")
                .property("otel.exporter.otlp.endpoint", "http://127.0.0.1:9")
                .property("otel.exporter.otlp.protocol", "grpc")
                .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

    assertThat(lines).hasSize(2).anyMatch(line -> line.contains("\"grpc\", which Heddle"));
  }

  @Test
  void aUserWithoutAnEntryHasTheHomeThatTheEnvironmentNames() throws Exception {
    JvmCommand application =
        application("=metrics.port=0").property("user.home", "?").environment("HOME", home() + "");
    assertThat(agent(application)).containsExactly(banner(home().resolve(".heddle")));
    assertThat(folder.resolve("?")).doesNotExist();
  }

  @Test
  void aUserWithoutAnyHomeIsToldWhereTheRecordsAre() throws Exception {
    JvmCommand application =
        application("=metrics.port=0")
            .property("user.home", "?")
            .property("java.io.tmpdir", folder)
            .environment("HOME", "?");
    assertThat(agent(application))
        .containsExactlyInAnyOrder(
            "heddle: the home directory of this user is unknown (user.home is '?', and HOME is no"
                + " absolute path); heddle.home is "
                + folder.resolve(".heddle")
                + ". Set heddle.home to a directory that outlives this process",
            banner(folder.resolve(".heddle")));
  }

  private Path home() {
    return folder.resolve("heddle");
  }

  private static String banner(Path home) {
    return "heddle: 0.1.0 watches this JVM; home is " + home;
  }

  private static JvmCommand application(String arguments) {
    return Jvm.on(Jdks.newest())
        .option("-javaagent:" + Packaged.AGENT + arguments)
        .main(MAIN, List.of(Repository.file("integration-tests/target/classes")));
  }

  private Jvm stats(JvmCommand command) throws Exception {
    return command
        .environment("HEDDLE_HOME", home().toString())
        .jar(Packaged.COMMAND)
        .arguments("audit", "stats")
        .start("stats", folder);
  }

  private static JvmCommand inCluster(JvmCommand command) {
    return command
        .environment("HEDDLE_SERVICE_HOST", "10.0.0.1")
        .environment("HEDDLE_SERVICE_PORT", "9464")
        .environment("HEDDLE_SERVICE_PORT_METRICS", "9464")
        .environment("HEDDLE_PORT", "tcp://10.0.0.1:9464")
        .environment("HEDDLE_PORT_9464_TCP", "tcp://10.0.0.1:9464")
        .environment("HEDDLE_PORT_9464_TCP_PROTO", "tcp")
        .environment("HEDDLE_PORT_9464_TCP_PORT", "9464")
        .environment("HEDDLE_PORT_9464_TCP_ADDR", "10.0.0.1");
  }

  private List<String> agent(JvmCommand command) throws Exception {
    try (Jvm jvm = command.start("application", folder)) {
      assertThat(jvm.awaitExit()).as("%s", jvm.describe()).isZero();
      assertThat(jvm.stdout()).as("%s", jvm.describe()).containsExactly("ANSWER 42");
      return jvm.stderr();
    }
  }
}
