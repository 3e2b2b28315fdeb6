package io.heddle.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A running application whose policy is changed under it. */
class PolicyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String BY_TENANT = "heddle_tenant_http_requests_total";

  private static final String FIRST =
      """
      version: 1
      revision: 1
      headers:
        tenant: [X-Customer]
      labels:
        budget: 5
        pins: [acme]
      audit:
        rules:
          - action: skip
            targets: [/hello]
          - action: record
            targets: [/commit]
            as: login
      redaction:
        targets: [item]
      """;

  @TempDir Path folder;

  private AgentHome home;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void takesEffectWhileTheApplicationRuns(Jdk jdk) throws Exception {
    ConfigMap config = new ConfigMap(folder.resolve("config"));
    home = AgentHome.in(folder).with("policy", config.policy().toString());
    Trace before = Trace.start();
    Trace under = Trace.start();
    Trace skipped = Trace.start();
    Trace after = Trace.start();
    List<String> stderr;
    try (Application application = start(Jvm.on(jdk).agent(home))) {
      Eventually.holds(
          "the watch has looked",
          PATIENCE,
          () -> metrics().sum("heddle_policy_reloads_total", "result", "missing") == 1);
      application.send(Call.of("POST", "/commit?name=before").tenant("early").trace(before));

      config.publish(FIRST);
      awaitRevision(1);
      application.send(customer("/commit?name=under", "acme").trace(under));
      application.send(customer("/hello", "acme").trace(skipped));
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) {
          assertThat(application.send(customer("/names", "t" + i)).status()).isEqualTo(200);
        }
      }
      Eventually.holds(
          "the pinned tenant has its label", PATIENCE, () -> labels().contains("acme"));
      application.send(customer("/names", "acme"));
      Eventually.holds(
          "it is counted under it",
          PATIENCE,
          () -> metrics().sum(BY_TENANT, "tenant", "acme") >= 1);
      assertThat(labels()).hasSizeLessThanOrEqualTo(5).doesNotContain("X-Tenant-ID");
      assertThat(metrics().sum("heddle_audit_skipped_total")).isEqualTo(1);
      assertThat(explained(jdk, "acme")).contains("policy: revision 1.").contains("it is pinned");

      config.publish(FIRST.replace("revision: 1", "revision: 2").replace("budget", "bugdet"));
      awaitRefusals(1);
      config.publish(FIRST.replace("pins: [acme]", "pins: []"));
      awaitRefusals(2);
      assertThat(metrics().sum("heddle_policy_revision")).isEqualTo(1);
      assertThat(application.send(customer("/commit?name=still", "acme")).status()).isEqualTo(200);

      config.publish("version: 1\nrevision: 2\n");
      awaitRevision(2);
      application.send(Call.of("POST", "/commit?name=after").tenant("late").trace(after));
      stderr = application.jvm().stderr();
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }

    List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
    assertThat(of(archived, before)).extracting(ArchivedOperation::tenant).containsOnly("early");
    assertThat(of(archived, before))
        .filteredOn(ArchivedOperation::isRequest)
        .extracting(ArchivedOperation::operation)
        .containsExactly("CREATE");
    assertThat(statements(archived, before))
        .extracting(ArchivedOperation::target)
        .isNotEmpty()
        .allMatch("item"::equalsIgnoreCase);
    assertThat(of(archived, under)).extracting(ArchivedOperation::tenant).containsOnly("acme");
    assertThat(of(archived, under))
        .filteredOn(ArchivedOperation::isRequest)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.operation()).isEqualTo("LOGIN");
              assertThat(request.target()).isEqualTo("/commit");
            });
    assertThat(statements(archived, under))
        .isNotEmpty()
        .noneMatch(record -> record.operation().equals("LOGIN"))
        .allMatch(record -> record.target().equals("~redacted"))
        .allMatch(record -> record.statement().endsWith(" ~redacted"))
        .allMatch(record -> record.outcome().equalsIgnoreCase("committed"));
    assertThat(of(archived, skipped)).isEmpty();
    assertThat(of(archived, after)).extracting(ArchivedOperation::tenant).containsOnly("late");
    assertThat(statements(archived, after))
        .extracting(ArchivedOperation::target)
        .allMatch("item"::equalsIgnoreCase);

    assertThat(stderr.subList(1, stderr.size()))
        .satisfiesExactly(
            line -> assertThat(line).contains("cannot be read: it is not there; the settings hold"),
            line ->
                assertThat(line)
                    .endsWith(
                        "revision 1 is in force; changed: labels, tenants, audit,"
                            + " redaction, headers"),
            line -> assertThat(line).contains("is refused, 1 problem; revision 1 stays in force"),
            line -> assertThat(line).contains("policy.yaml:6:3: ").contains("did you mean budget?"),
            line -> assertThat(line).contains("is refused, 1 problem; revision 1 stays in force"),
            line -> assertThat(line).contains("policy.yaml:2:11: ").contains("a higher revision"),
            line -> assertThat(line).contains("revision 2 is in force; changed: "));
  }

  @Test
  void theTracesOfATenantFollowThePolicy() throws Exception {
    home = AgentHome.in(folder);
    Files.createDirectories(home.path());
    Path policy = home.path().resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        version: 1
        revision: 1
        traces: {slow: 1h}
        tenants:
          loud: {traces: always}
          quiet: {traces: never}
        redaction: {paths: ["/*"]}
        """);
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Application application =
            start(
                Jvm.on(Jdks.newest())
                    .agent(home)
                    .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                    .environment("OTEL_BSP_SCHEDULE_DELAY", "50"))) {
      awaitRevision(1);
      for (int i = 0; i < 10; i++) {
        application.send(Call.of("GET", "/hello").tenant("quiet"));
        application.send(Call.of("GET", "/hello").tenant("loud"));
      }
      Eventually.holds(
          "all traces that are always kept", PATIENCE, () -> served(receiver, "loud") == 10);
      assertThat(served(receiver, "quiet")).isZero();
      assertThat(receiver.spans())
          .extracting(span -> span.attribute("url.path"))
          .contains("/~redacted")
          .doesNotContain("/hello");

      Files.writeString(policy, "version: 1\nrevision: 2\ntraces: {per-second: 0}\n");
      awaitRevision(2);
      for (int i = 0; i < 10; i++) {
        application.send(Call.of("GET", "/hello").tenant("loud"));
      }
      Files.writeString(policy, "version: 1\nrevision: 3\ntenants: {last: {traces: always}}\n");
      awaitRevision(3);
      application.send(Call.of("GET", "/hello").tenant("last"));
      Eventually.holds("a trace again", PATIENCE, () -> served(receiver, "last") == 1);
      assertThat(served(receiver, "loud")).as("none while the budget was 0").isEqualTo(10);
    }
  }

  private static long served(OtlpReceiver receiver, String tenant) {
    return receiver.spans().stream()
        .filter(span -> span.attribute("tenant.id").equals(tenant))
        .filter(span -> span.span().getKind().name().equals("SPAN_KIND_SERVER"))
        .count();
  }

  @Test
  void readsTheFileInItsHomeAtTheStart() throws Exception {
    home = AgentHome.in(folder);
    Files.createDirectories(home.path());
    Files.writeString(home.path().resolve("policy.yaml"), FIRST);
    Path classes = folder.resolve("classes.log");
    try (Application application = start(logged(classes))) {
      awaitRevision(1);
      assertThat(application.send(customer("/commit?name=first", "acme")).status()).isEqualTo(200);
    }
    assertThat(loadedOf(classes, "com.fasterxml.jackson.")).isPositive();
    assertThat(loadedOf(classes, "com.fasterxml.jackson.databind.")).isZero();
  }

  @Test
  void loadsNothingOfJacksonWithoutAFile() throws Exception {
    home = AgentHome.in(folder);
    Path classes = folder.resolve("classes.log");
    try (Application application = start(logged(classes))) {
      awaitRevision(0);
      assertThat(application.send(Call.of("POST", "/commit?name=a").tenant("acme")).status())
          .isEqualTo(200);
    }
    assertThat(loadedOf(classes, "io.heddle.agent.policy.")).isPositive();
    assertThat(loadedOf(classes, "com.fasterxml.")).isZero();
    assertThat(loadedOf(classes, "org.yaml.")).isZero();
  }

  @Test
  void theCommandChecksAFile() throws Exception {
    home = AgentHome.in(folder);
    Path bad = Files.writeString(folder.resolve("bad.yaml"), FIRST.replace("budget", "bugdet"));
    ArchiveReader command = ArchiveReader.of(Jdks.newest(), home, folder);
    try (Jvm check = command.run("policy", "check", bad.toString())) {
      assertThat(check.awaitExit()).isEqualTo(1);
      assertThat(check.stdout()).singleElement().asString().contains("bad.yaml:6:3:");
    }
  }

  private JvmCommand logged(Path classes) {
    return Jvm.on(Jdks.newest()).agent(home).option("-Xlog:class+load:file=" + classes + ":none");
  }

  private Application start(JvmCommand command) throws Exception {
    Database database = Database.H2;
    return TomcatApplication.start(
        command, "tomcat", database.newUrl(folder), database.connections(), folder);
  }

  private String explained(Jdk jdk, String tenant) throws Exception {
    try (Jvm explain =
        ArchiveReader.of(jdk, home, folder)
            .run("policy", "explain", tenant, "-D", "heddle.metrics.port=" + home.metricsPort())) {
      assertThat(explain.awaitExit()).as("%s", explain.describe()).isZero();
      return String.join("\n", explain.stdout());
    }
  }

  private MetricsPage metrics() {
    return MetricsPage.scrape(home.metricsPort());
  }

  private void awaitRevision(int revision) {
    Eventually.holds(
        "revision " + revision,
        PATIENCE,
        () ->
            isServed()
                && metrics().matching("heddle_policy_revision").stream()
                    .anyMatch(sample -> sample.value() == revision));
  }

  private boolean isServed() {
    try {
      return metrics().has("heddle_policy_revision");
    } catch (java.io.UncheckedIOException notYet) {
      return false;
    }
  }

  private void awaitRefusals(int count) {
    Eventually.holds(
        count + " refusals",
        PATIENCE,
        () -> metrics().sum("heddle_policy_reloads_total", "result", "refused") == count);
  }

  private Set<String> labels() {
    return metrics().matching(BY_TENANT).stream()
        .map(sample -> sample.labels().get("tenant"))
        .collect(Collectors.toSet());
  }

  private static Call customer(String path, String tenant) {
    return Call.of("POST", path).header("X-Customer", tenant);
  }

  private static List<ArchivedOperation> of(List<ArchivedOperation> archived, Trace trace) {
    return archived.stream().filter(record -> record.traceId().equals(trace.id())).toList();
  }

  private static List<ArchivedOperation> statements(List<ArchivedOperation> archived, Trace trace) {
    return of(archived, trace).stream().filter(ArchivedOperation::isStatement).toList();
  }

  private static long loadedOf(Path log, String prefix) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith(prefix)).count();
    }
  }
}
