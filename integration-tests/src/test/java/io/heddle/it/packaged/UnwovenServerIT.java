package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose server the agent does not know is told so, in place of a quiet ~none. */
class UnwovenServerIT {
  private static final String SERVER = "com.sun.net.httpserver.HttpServer";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void saysThatRequestsOfThisServerAreNotSeen() throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm application = start(home, "serve")) {
      int port = Integer.parseInt(application.awaitLine("PORT (\\d+)").group(1));
      Eventually.holds(
          "a line about the server",
          PATIENCE,
          () -> {
            assertThat(Client.send(order(port)).status()).isEqualTo(200);
            return application.stderr().size() > 1;
          });

      assertThat(application.stderr().subList(1, application.stderr().size()))
          .singleElement()
          .asString()
          .matches(
              "heddle: \\d+ statements ran in the last 1 s and no HTTP request has been seen since"
                  + " the start; the process has loaded the server "
                  + SERVER
                  + ", which Heddle does not instrument: .*docs/SUPPORTED.md.*");
      MetricsPage page = MetricsPage.scrape(home.metricsPort());
      assertThat(page.sum("heddle_servers_unknown", "server", SERVER)).isEqualTo(1);
      assertThat(doctor(home))
          .anyMatch(
              line ->
                  line.contains("jvm " + application.pid())
                      && line.contains("no HTTP request has been seen")
                      && line.contains(SERVER));
      Jvm events = ArchiveReader.of(Jdks.newest(), home, folder).run("audit", "events");
      assertThat(events.awaitExit()).as("%s", events.describe()).isZero();
      assertThat(events.stdout())
          .filteredOn(line -> line.contains("SERVER_NOT_WOVEN"))
          .singleElement()
          .asString()
          .contains(SERVER);
    }
  }

  @Test
  void saysNothingOfAJobWithoutAServerButToTheDoctor() throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm application = start(home, "job")) {
      application.awaitLine("WORKING");
      Eventually.holds(
          "the doctor's line",
          PATIENCE,
          () -> doctor(home).stream().anyMatch(line -> line.contains("no HTTP request has been")));

      assertThat(doctor(home)).noneMatch(line -> line.contains("does not instrument"));
      assertThat(application.stderr()).hasSize(1);
      assertThat(MetricsPage.scrape(home.metricsPort()).has("heddle_servers_unknown")).isFalse();
    }
  }

  private static HttpRequest order(int port) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
        .header("X-Tenant-ID", "acme")
        .build();
  }

  private Jvm start(AgentHome home, String how) throws Exception {
    return Jvm.on(Jdks.newest())
        .agent(home)
        .property("io.heddle.agent.unserved.millis", 1_000)
        .main("io.heddle.it.apps.plain.UnwovenServerApplication", ClassPath.ofApplications())
        .arguments(how)
        .start("application", folder);
  }

  private List<String> doctor(AgentHome home) {
    try {
      Jvm doctor = ArchiveReader.of(Jdks.newest(), home, folder).run("doctor");
      doctor.awaitExit();
      return doctor.stdout();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }
}
