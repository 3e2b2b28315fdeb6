package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A marker in the literals of statements that real databases accept is found nowhere: not on the
 * metrics page, not in spans, not in the spool and not in the archive.
 */
class LiteralsIT {
  private static final String MARK = "M4rk3r";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@code @} is the place of a literal. */
  private static final String[] PLACES = {
    "INSERT INTO t (id, a) VALUES (1, @)",
    "INSERT INTO t (a, b) SELECT @, b FROM t WHERE b = @",
    "UPDATE t SET a = @",
    "UPDATE t SET a = @, b = @ WHERE a = @",
    "UPDATE t SET a = CASE WHEN b = @ THEN @ ELSE @ END",
    "UPDATE t SET b = (SELECT max(a) FROM t WHERE a <> @)",
    "DELETE FROM t WHERE a = @ AND b IN (@, @)",
    "DELETE FROM t WHERE a BETWEEN @ AND @",
    "SELECT @",
    "SELECT a FROM t WHERE b = @ OR a LIKE @ GROUP BY a HAVING max(b) > @",
    "SELECT coalesce(a, @), upper(@) FROM t ORDER BY coalesce(b, @)",
    "WITH x AS (SELECT @ AS c) SELECT * FROM x WHERE c = @",
  };

  /** A database with the settings that decide what a literal is. */
  enum Setting {
    H2(Database.H2, "", "$$it's @$$", "U&'@'"),
    POSTGRESQL(Database.POSTGRESQL, "", "E'\\' @'", "$q$it's @$q$", "'\\' || '@'", "'a'\\n'@'"),
    POSTGRESQL_WITH_ESCAPES(
        Database.POSTGRESQL,
        "&options=-c%20standard_conforming_strings=off",
        "'\\' @'",
        "'\\\\' || '@'",
        "'\\'; @ --'"),
    SQLITE(Database.SQLITE, "", "\"@\"", "\"it's @\"", "'\\' || \"@\"");

    final Database database;
    final String options;
    final List<String> literals;

    Setting(Database database, String options, String... literals) {
      this.database = database;
      this.options = options;
      this.literals = List.of(literals);
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void noLiteralLeavesTheProcess(Setting setting) throws Exception {
    List<String> statements = statements(setting);
    Path file = Files.write(folder.resolve("statements"), statements);
    AgentHome home = AgentHome.in(folder).with("audit.reads", "true");
    String url = setting.database.newUrl(folder) + setting.options;
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Jvm jvm =
            Jvm.on(Jdks.oldest())
                .agent(home)
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                .environment("OTEL_BSP_SCHEDULE_DELAY", "50")
                .main("io.heddle.it.apps.jdbc.StatementsApplication", ClassPath.ofApplications())
                .arguments(url, file)
                .start("application", folder)) {
      int accepted = Integer.parseInt(jvm.awaitLine("ACCEPTED (\\d+)").group(1));
      assertThat(accepted).as("%s", jvm.stdout()).isEqualTo(statements.size());
      String page = MetricsPage.scrape(home.metricsPort()).text();
      Eventually.holds("spans arrive", PATIENCE, () -> !receiver.spans().isEmpty());

      assertThat(page).contains("db_client_operation_duration_seconds").doesNotContain(MARK);
      jvm.terminate().awaitExit();
      assertThat(receiver.spans()).noneMatch(received -> received.toString().contains(MARK));
    }
    assertThat(home.filesHolding(MARK)).isEmpty();
    assertThat(ArchiveReader.of(Jdks.oldest(), home, folder).all())
        .hasSizeGreaterThanOrEqualTo(statements.size() - 1);
    assertThat(home.filesHolding("UPDATE t SET a = ?")).isNotEmpty();
    assertThat(home.filesHolding(MARK)).isEmpty();
  }

  private static List<String> statements(Setting setting) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE t (id INT, a VARCHAR(500), b VARCHAR(500))");
    List<String> literals = new ArrayList<>(List.of("'@'", "'it''s @'"));
    literals.addAll(setting.literals);
    for (String literal : literals) {
      for (String place : PLACES) {
        statements.add(place.replace("@", literal).replace("@", MARK));
      }
    }
    return statements;
  }
}
