package io.heddle.it.truth;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of every scenario on Tomcat without the agent, one with it, and everything that was
 * observed from outside.
 */
final class TomcatRun {
  /** A text that stands in a statement's literal and in bound values, and must go nowhere. */
  static final String CANARY = "canary-7f3a91";

  final Jdk jdk;
  final Database database;
  final AgentHome home;
  final Map<Scenario, Trace> traces = new EnumMap<>(Scenario.class);
  final Map<String, Trace> tenantTraces = new LinkedHashMap<>();
  final List<Answer> plainAnswers = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  final Trace canaryTrace = Trace.start();
  int requests;
  MetricsPage metrics;
  List<OtlpReceiver.Received> spans;
  List<ArchivedOperation> archived;
  List<String> plainStderr;
  List<String> stderr;
  int plainExitCode;
  int exitCode;

  private TomcatRun(Jdk jdk, Database database, AgentHome home) {
    this.jdk = jdk;
    this.database = database;
    this.home = home;
  }

  static TomcatRun of(Jdk jdk, Database database, Path folder) throws Exception {
    TomcatRun run = new TomcatRun(jdk, database, AgentHome.in(folder));
    for (Scenario scenario : Scenario.values()) {
      run.traces.put(scenario, Trace.start());
    }
    run.withoutAgent(Files.createDirectories(folder.resolve("plain")));
    run.withAgent(Files.createDirectories(folder.resolve("agent")));
    return run;
  }

  private void withoutAgent(Path folder) throws Exception {
    try (Application application = start(Jvm.on(jdk), folder)) {
      requestAll(application, plainAnswers);
      plainExitCode = application.jvm().terminate().awaitExit();
      plainStderr = application.jvm().stderr();
    }
  }

  private void withAgent(Path folder) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Application application =
            start(
                Jvm.on(jdk)
                    .agent(home)
                    .environment("OTEL_SERVICE_NAME", "tomcat")
                    .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                    .environment("OTEL_BSP_SCHEDULE_DELAY", "100"),
                folder)) {
      requests = requestAll(application, answers);
      Eventually.holds(
          "all requests are counted",
          Duration.ofSeconds(10),
          () ->
              MetricsPage.scrape(home.metricsPort()).sum("heddle_http_requests_total") >= requests);
      metrics = MetricsPage.scrape(home.metricsPort());
      Eventually.holds(
          "the span of the last request has arrived",
          Duration.ofSeconds(20),
          () -> !receiver.spans(canaryTrace).isEmpty());
      exitCode = application.jvm().terminate().awaitExit();
      stderr = application.jvm().stderr();
      spans = receiver.spans();
    }
    archived = ArchiveReader.of(jdk, home, folder).all();
  }

  private Application start(JvmCommand command, Path folder) throws Exception {
    return TomcatApplication.start(
        command, "tomcat", database.newUrl(folder), database.connections(), folder);
  }

  /** Every scenario for a tenant of its own, with requests of nobody and of nonsense in between. */
  private int requestAll(Application application, List<Answer> into) {
    int count = 0;
    for (Scenario scenario : Scenario.values()) {
      into.add(
          application.send(scenario.call().tenant(scenario.tenant()).trace(traces.get(scenario))));
      // The same few threads serve this one: whatever was left on them would show.
      into.add(send(application, "~none", "after " + scenario, null));
      count += 2;
    }
    for (Map.Entry<String, String> bad : TenantHeader.MALFORMED.entrySet()) {
      into.add(send(application, "~invalid", bad.getKey(), bad.getValue()));
      count++;
    }
    for (Map.Entry<String, String> good : TenantHeader.WELL_FORMED.entrySet()) {
      into.add(send(application, good.getValue(), good.getKey(), good.getValue()));
      count++;
    }
    into.add(
        application.send(
            Call.of("POST", "/literal?name=" + CANARY).tenant("canary").trace(canaryTrace)));
    into.add(application.send(Call.of("GET", "/names")));
    return count + 2;
  }

  /** Writes one row; the archive must say that it was done for {@code tenant}. */
  private Answer send(Application application, String tenant, String what, String header) {
    String key = tenant + " " + what;
    Trace trace = tenantTraces.computeIfAbsent(key, k -> Trace.start());
    Call call =
        Call.of("POST", "/submitted?name=row" + Integer.toHexString(key.hashCode())).trace(trace);
    return application.send(header == null ? call : call.tenant(header));
  }

  /** The records of one trace, in the order of the archive. */
  List<ArchivedOperation> archived(Trace trace) {
    return archived.stream().filter(record -> record.traceId().equals(trace.id())).toList();
  }

  @Override
  public String toString() {
    return jdk + ", " + database;
  }
}
