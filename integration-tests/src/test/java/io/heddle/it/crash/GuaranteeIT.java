package io.heddle.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of committed writes beyond that their records survive the process. */
class GuaranteeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Answer REFUSED = new Answer(409, "SQLException 58030");

  @TempDir Path folder;

  private AgentHome home;
  private String url;

  @BeforeEach
  void prepare() {
    home = AgentHome.in(folder);
    url = Database.POSTGRESQL.newUrl(folder);
  }

  @Test
  void everyWayToCommitIsIntendedAndHasItsOutcome() throws Exception {
    home.with("audit.guarantee", "sync");
    try (Application application = start(Jdks.oldest())) {
      assertThat(answer(application, "/commit?name=a")).isEqualTo(new Answer(200, "committed"));
      answer(application, "/commit-by-switch?name=b");
      answer(application, "/sql-commit?name=c");
      answer(application, "/autocommit?name=d");
      answer(application, "/batch?name=e");
      answer(application, "/rollback?name=f");
      answer(application, "/savepoint?name=g");
      answer(application, "/fail?name=a");
      MetricsPage page = MetricsPage.scrape(home.metricsPort());
      assertThat(page.sum("heddle_audit_syncs_total")).isPositive();
      assertThat(page.sum("heddle_audit_sync_waits_total")).isGreaterThanOrEqualTo(6);
      assertThat(page.sum("heddle_audit_sync_failures_total")).isZero();
      assertThat(page.sum("heddle_instrumentation_failures_total")).isZero();
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    List<ArchivedOperation> writes =
        archive().all("--tenant", "acme").stream().filter(ArchivedOperation::isStatement).toList();
    assertThat(writes).extracting(ArchivedOperation::outcome).doesNotContain("PENDING", "UNKNOWN");
    assertThat(writes)
        .extracting(ArchivedOperation::statement)
        .as("the question for the transaction's ID is nobody's operation")
        .noneMatch(statement -> statement.contains("pg_"));
    List<String> intents = run("audit", "events", "--kind", "intent", "--format", "ndjson");
    assertThat(intents)
        .as("of transactions that PostgreSQL can be asked about")
        .anyMatch(
            line ->
                line.contains("postgresql://")
                    && line.contains("?system_identifier=")
                    && !line.contains("password"));
    assertThat(run("audit", "verify")).isNotEmpty();
  }

  @Test
  void aCommitThatCannotBeRecordedIsRefusedAndNothingIsCommitted() throws Exception {
    home.with("audit.guarantee", "fail-closed").with("spool.segment-bytes", "64KiB");
    try (Application application = start(Jdks.newest())) {
      assertThat(answer(application, "/commit?name=before").status()).isEqualTo(200);
      remove(home.spool());
      Files.writeString(home.spool(), "somebody else's");

      for (String path : List.of("/commit", "/commit-by-switch", "/sql-commit", "/autocommit")) {
        long began = System.nanoTime();
        assertThat(answer(application, path + "?name=refused" + path.substring(1)))
            .as(path)
            .isEqualTo(REFUSED);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as(path)
            .isLessThan(Duration.ofMillis(1_500));
      }
      assertThat(answer(application, "/names").body()).contains("before").doesNotContain("refused");
      assertThat(MetricsPage.scrape(home.metricsPort()).sum("heddle_audit_refused_commits_total"))
          .isGreaterThanOrEqualTo(4);

      Files.delete(home.spool());
      Eventually.holds(
          "commits are recorded again",
          PATIENCE,
          () -> answer(application, "/commit?name=" + System.nanoTime()).status() == 200);
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    assertThat(archive().all("--tenant", "acme"))
        .filteredOn(ArchivedOperation::isStatement)
        .extracting(ArchivedOperation::outcome)
        .contains("COMMITTED");
    assertThat(run("audit", "events", "--kind", "commits-not-durable", "--format", "ndjson"))
        .isNotEmpty();
  }

  private Application start(Jdk jdk) throws Exception {
    return TomcatApplication.start(
        Jvm.on(jdk).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
        "application",
        url,
        Database.POSTGRESQL.connections(),
        folder);
  }

  private ArchiveReader archive() {
    return ArchiveReader.of(Jdks.oldest(), home, folder);
  }

  private List<String> run(String... arguments) throws Exception {
    try (Jvm command = archive().run(arguments)) {
      assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
      return command.stdout();
    }
  }

  private static Answer answer(Application application, String path) {
    return application.send(Call.of("POST", path).tenant("acme"));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
