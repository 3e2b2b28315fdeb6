package io.heddle.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.Trace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The application under the agent, with every request in a trace of its own. */
final class EndsRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Jdk jdk;
  private final Path folder;
  private final AgentHome home;
  private final Application application;

  private EndsRun(Jdk jdk, Path folder, AgentHome home) throws Exception {
    this.jdk = jdk;
    this.folder = folder;
    this.home = home;
    Jvm jvm =
        Jvm.on(jdk)
            .agent(home)
            .environment("OTEL_TRACES_EXPORTER", "none")
            .main("io.heddle.it.apps.ends.EndsApplication", ClassPath.ofApplications())
            .arguments(Database.H2.newUrl(folder))
            .start("ends", folder);
    application = Application.awaitPort(jvm, "READY (\\d+)");
  }

  static EndsRun on(Jdk jdk, Path folder, AgentHome home) throws Exception {
    return new EndsRun(jdk, folder, home);
  }

  /** Sends a request for a tenant; answers with its trace. */
  Trace send(String path, String tenant) {
    Trace trace = Trace.start();
    assertThat(answer(path, tenant, trace)).as(path).isNotEqualTo("false");
    return trace;
  }

  /** What a request of nobody is answered with. */
  List<String> ask(String path) {
    return answer(path, null, Trace.start()).lines().toList();
  }

  private String answer(String path, String tenant, Trace trace) {
    Call call = Call.of("GET", path).trace(trace);
    Answer answer = application.send(tenant == null ? call : call.tenant(tenant));
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer.body();
  }

  void await(String what, Predicate<MetricsPage> condition) {
    MetricsPage.await(home.metricsPort(), what, PATIENCE, condition);
  }

  double outlived(String how) {
    return metrics().sum("heddle_context_outlived_total", "how", how);
  }

  MetricsPage metrics() {
    return MetricsPage.scrape(home.metricsPort());
  }

  /** Ends the application in an orderly way; answers with the rows that it recorded. */
  List<ArchivedOperation> insertsArchived(String... conditions) throws Exception {
    if (application.jvm().isRunning()) {
      assertThat(metrics().sum("heddle_context_leaks_total")).isZero();
      assertThat(metrics().sum("heddle_instrumentation_failures_total")).isZero();
      long written = Long.parseLong(ask("/written").get(0));
      application.jvm().terminate().awaitExit();
      assertThat(application.jvm().stderr())
          .allMatch(line -> line.contains(" watches this JVM") || line.contains(" is in force"));
      assertThat(inserts()).as("a record of each row").hasSize((int) written);
    }
    return inserts(conditions);
  }

  private List<ArchivedOperation> inserts(String... conditions) throws Exception {
    return ArchiveReader.of(jdk, home, folder).all(conditions).stream()
        .filter(record -> record.isStatement() && record.operation().equals("CREATE"))
        .toList();
  }

  /** What a command answers about the archive. */
  List<String> command(String... arguments) throws Exception {
    try (Jvm command = ArchiveReader.of(jdk, home, folder).run(arguments)) {
      assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
      return command.stdout();
    }
  }

  static String table(ArchivedOperation record) {
    return record.target().toLowerCase(Locale.ROOT);
  }

  /** The tenant whose request began the work; empty if it is a request's own. */
  static String begunBy(ArchivedOperation record) {
    return record.extras().path("begun_by").path("tenant").asText("");
  }

  @Override
  public void close() {
    application.close();
  }
}
