package io.heddle.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of the audit: what happens to recording is recorded, archived, signed and shown. */
class AuditTrailIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private AgentHome home;
  private ArchiveReader archive;

  @Test
  void aPauseIsRecordedWithWhoAndWhat() throws Exception {
    home = AgentHome.in(folder).with("instrumentations.off", "executors");
    archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    Trace before = Trace.start();
    Trace paused = Trace.start();
    Trace after = Trace.start();
    publish("version: 1\nrevision: 1\n");
    try (Application application = start()) {
      awaitPolicy("accepted", 1);
      application.send(Call.of("POST", "/commit?name=before").tenant("acme").trace(before));
      publish("version: 1\nrevision: 2\naudit: {enabled: false}\n");
      awaitPolicy("accepted", 2);
      application.send(Call.of("POST", "/commit?name=paused").tenant("acme").trace(paused));
      publish("version: 1\nrevision: 3\naudit: {enabled: perhaps}\n");
      awaitPolicy("refused", 1);
      publish("version: 1\nrevision: 4\n");
      awaitPolicy("accepted", 3);
      application.send(Call.of("POST", "/commit?name=after").tenant("acme").trace(after));
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
      assertThat(application.jvm().stderr())
          .anyMatch(line -> line.contains("auditing is PAUSED by audit.enabled"))
          .anyMatch(line -> line.contains("auditing is resumed"));
    }

    assertThat(archive.all("--tenant", "acme"))
        .extracting(ArchivedOperation::traceId)
        .contains(before.id(), after.id())
        .doesNotContain(paused.id());
    List<JsonNode> events = events("--reverse");
    assertThat(events)
        .extracting(event -> event.get("kind").asText())
        .containsSubsequence(
            "BOOT",
            "AUDIT_STARTED",
            "POLICY_CHANGED",
            "AUDIT_PAUSED",
            "POLICY_REFUSED",
            "AUDIT_RESUMED",
            "POLICY_CHANGED",
            "CLOSE",
            "ENDED");
    assertThat(detail(events, "AUDIT_STARTED").toString())
        .isEqualTo(
            "{\"revision\":1,\"enabled\":true,\"reads\":false,"
                + "\"instrumentations_off\":[\"executors\"]}");
    JsonNode pause = detail(events, "AUDIT_PAUSED");
    assertThat(pause.get("revision").asInt()).isEqualTo(2);
    assertThat(pause.get("sha256").asText()).hasSize(64);
    assertThat(pause.get("owner").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(detail(events, "POLICY_REFUSED").get("first").asText()).startsWith("3:18: ");

    assertThat(run("audit", "verify").stdout()).anyMatch(line -> line.contains("PAUSE"));
    String leaf = events("--kind", "audit-paused").get(0).get("leaf").asText();
    Path proof = folder.resolve("pause.tlog-proof");
    run("audit", "prove", leaf, "--output", proof.toString());
    String key = run("audit", "keys", "export").stdout().get(0);
    assertThat(run("audit", "check", proof.toString(), "--key", key).stdout())
        .anyMatch(line -> line.contains("AUDIT_PAUSED"));
  }

  @Test
  void aRunWithoutAuditIsRecordedAsOne() throws Exception {
    home = AgentHome.in(folder);
    archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    try (Application application =
        start(Jvm.on(Jdks.oldest()).agent(home).environment("HEDDLE_AUDIT_ENABLED", "false"))) {
      application.jvm().awaitErrorLine("nothing is audited, because heddle.audit.enabled is false");
      application.send(Call.of("POST", "/commit?name=unseen").tenant("acme"));
      assertThat(events("--reverse"))
          .as("the run is over for the archive, while it lasts")
          .extracting(event -> event.get("kind").asText())
          .containsSubsequence("BOOT", "AUDIT_OFF", "CLOSE", "ENDED");
      assertThat(home.spoolFiles()).isEmpty();
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    JsonNode off = detail(events("--reverse"), "AUDIT_OFF");
    assertThat(off.get("setting").asText()).isEqualTo("heddle.audit.enabled");
    assertThat(off.get("source").asText()).isEqualTo("environment variable HEDDLE_AUDIT_ENABLED");
    assertThat(off.get("user").asText()).isEqualTo(System.getProperty("user.name"));
    assertThat(archive.all()).isEmpty();
    assertThat(run("audit", "verify").stdout())
        .anyMatch(line -> line.contains("PAUSE") && line.contains("ran without auditing"))
        .contains("sound");
  }

  @Test
  void aRunWithoutAuditNeedsNoSpool() throws Exception {
    home = AgentHome.in(folder).with("audit.enabled", "false");
    Files.createDirectories(home.path());
    Files.writeString(home.spool(), "no folder");
    try (Application application = start()) {
      application.jvm().awaitErrorLine("that nothing is audited could not be recorded");
      assertThat(application.send(Call.of("POST", "/commit?name=a").tenant("acme")).status())
          .isEqualTo(200);
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
  }

  @Test
  void lossesAreToldOnceAndSoIsTheirEnd() throws Exception {
    home =
        AgentHome.in(folder).with("spool.segment-bytes", "64KiB").with("spool.max-bytes", "128KiB");
    archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    try (Application application = start()) {
      Eventually.holds(
          "operations are lost, and it is said",
          Duration.ofSeconds(60),
          () -> {
            for (int i = 0; i < 50; i++) {
              application.send(Call.of("POST", "/hello").tenant("acme"));
            }
            return told(application).size() == 1;
          });
      assertThat(told(application).get(0))
          .contains("NOT recorded", "nobody archives", "start 'heddle sidecar'");
      run("audit", "stats");
      application.jvm().awaitErrorLine("operations are recorded again; \\d+ were lost");
      assertThat(told(application)).hasSize(2);
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    JsonNode loss = events("--kind", "loss").get(0);
    assertThat(loss.get("detail").get("reason").asText()).isEqualTo("BUDGET");
    assertThat(loss.get("detail").get("count").asLong()).isPositive();
  }

  private Application start() throws Exception {
    return start(Jvm.on(Jdks.oldest()).agent(home));
  }

  private Application start(JvmCommand jvm) throws Exception {
    return TomcatApplication.start(
        jvm.environment("OTEL_TRACES_EXPORTER", "none"),
        "application",
        Database.H2.newUrl(folder),
        Database.H2.connections(),
        folder);
  }

  private static List<String> told(Application application) {
    return application.jvm().stderr().stream()
        .filter(line -> line.startsWith("heddle: operations are "))
        .toList();
  }

  private void publish(String policy) throws Exception {
    Files.createDirectories(home.path());
    Path next = Files.writeString(home.path().resolve("policy.next"), policy);
    Files.move(next, home.path().resolve("policy.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitPolicy(String result, int count) {
    Eventually.holds(
        count + " " + result,
        PATIENCE,
        () -> {
          try {
            return MetricsPage.scrape(home.metricsPort())
                    .sum("heddle_policy_reloads_total", "result", result)
                == count;
          } catch (UncheckedIOException notYetServed) {
            return false;
          }
        });
  }

  private List<JsonNode> events(String... conditions) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("audit", "events", "--format", "ndjson"));
    arguments.addAll(List.of(conditions));
    List<JsonNode> events = new ArrayList<>();
    for (String line : run(arguments.toArray(String[]::new)).stdout()) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  private static JsonNode detail(List<JsonNode> events, String kind) {
    return events.stream()
        .filter(event -> event.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow()
        .get("detail");
  }

  private Jvm run(String... arguments) throws Exception {
    Jvm command = archive.run(arguments);
    assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
    return command;
  }
}
