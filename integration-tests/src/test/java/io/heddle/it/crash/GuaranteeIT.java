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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
      assertThat(page.sum("heddle_audit_sync_wait_seconds_total")).isBetween(1e-6, 60.0);
      assertThat(page.sum("heddle_audit_sync_longest_wait_seconds")).isBetween(1e-6, 10.0);
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

  @Test
  void aTransactionWhoseProcessDiedAtItsCommitIsResolvedToTheTruth() throws Exception {
    dieWhileCommitting();
    assertThat(outcomes("slow")).containsOnly("PENDING");
    try (Jvm nobodyAsked = archive().run("audit", "resolve")) {
      assertThat(nobodyAsked.awaitExit()).isEqualTo(1);
      assertThat(nobodyAsked.stdout()).hasSize(2).allMatch(line -> line.startsWith("PENDING"));
    }
    assertThat(run("audit", "resolve", "--jdbc-url", url)).hasSize(2);
    assertThat(outcomes("slow")).containsOnly("COMMITTED");
    assertThat(outcomes("slow-fail")).containsOnly("ROLLED_BACK");
    assertThat(run("audit", "events", "--kind", "resolved", "--format", "ndjson")).hasSize(2);
    run("audit", "verify");
  }

  @Test
  void theSidecarResolvesByItself() throws Exception {
    dieWhileCommitting();
    try (Jvm sidecar =
        archive()
            .run(
                "sidecar",
                "-D",
                "heddle.sidecar.port=0",
                "-D",
                "heddle.audit.resolve.urls=" + url)) {
      sidecar.awaitErrorLine("transaction \\d+ of .* is COMMITTED: .* says of its transaction");
      sidecar.awaitErrorLine("transaction \\d+ of .* is ROLLED_BACK: .* says of its transaction");
      assertThat(sidecar.terminate().awaitExit()).as("%s", sidecar.describe()).isZero();
    }
    assertThat(outcomes("slow")).containsOnly("COMMITTED");
    assertThat(outcomes("slow-fail")).containsOnly("ROLLED_BACK");
    run("audit", "verify");
  }

  /**
   * Kills the application while the server is at two commits, of which one fails, and waits until
   * the server has come to its end with both.
   */
  private void dieWhileCommitting() throws Exception {
    home.with("audit.guarantee", "sync");
    try (Application application = start(Jdks.oldest());
        Connection database = DriverManager.getConnection(url);
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            PERFORM pg_sleep(2);
            IF NEW.name = 'slow-fail' THEN RAISE EXCEPTION 'no'; END IF;
            RETURN NULL;
          END $$""");
      statement.execute(
          "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED"
              + " FOR EACH ROW EXECUTE FUNCTION slow()");
      for (String name : List.of("slow", "slow-fail")) {
        Thread client =
            new Thread(
                () -> {
                  try {
                    application.send(Call.of("POST", "/commit?name=" + name).tenant(name));
                  } catch (UncheckedIOException killed) {
                    // As it should be.
                  }
                });
        client.start();
      }
      Eventually.holds("both commit", PATIENCE, () -> committing(statement) == 2);
      application.jvm().kill().awaitExit();
      Eventually.holds("both have ended", PATIENCE, () -> committing(statement) == 0);
    }
  }

  private static int committing(Statement statement) {
    try (ResultSet count =
        statement.executeQuery(
            "SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private List<String> outcomes(String tenant) throws Exception {
    return archive().all("--tenant", tenant).stream()
        .filter(ArchivedOperation::isStatement)
        .map(ArchivedOperation::outcome)
        .toList();
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
