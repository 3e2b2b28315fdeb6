package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.OtlpReceiver;
import io.heddle.it.oracle.driver.Driver;
import java.io.IOException;
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

  private static final String MARK_AS_HEX = "4D34726B3372";
  private static final String MARK_AS_HEX_LOWER = "4d34726b3372";
  private static final String[] MARKS = {MARK, MARK_AS_HEX, MARK_AS_HEX_LOWER};

  /** {@code @} is the place of a literal, {@code #} what a SELECT of no table ends with. */
  private static final List<String> PLACES =
      List.of(
          "INSERT INTO t (id, a) VALUES (1, @)",
          "INSERT INTO t (a, b) SELECT @, b FROM t WHERE b = @",
          "UPDATE t SET a = @",
          "UPDATE t SET a = @, b = @ WHERE a = @",
          "UPDATE t SET a = CASE WHEN b = @ THEN @ ELSE @ END",
          "UPDATE t SET b = (SELECT max(a) FROM t WHERE a <> @)",
          "UPDATE t SET b = 'x' /* @ */",
          "DELETE FROM t WHERE a = @ AND b IN (@, @)",
          "DELETE FROM t WHERE a BETWEEN @ AND @",
          "SELECT @#",
          "SELECT a FROM t WHERE b = @ OR a LIKE @ GROUP BY a HAVING max(b) > @",
          "SELECT coalesce(a, @), upper(@) FROM t ORDER BY 1");

  private static final String PLACE_IN_A_NAMED_QUERY =
      "WITH x (c) AS (SELECT @#) SELECT * FROM x WHERE c = @";

  /** A database with the settings that decide what a literal is. */
  enum Setting {
    H2(Driver.H2, "", "", "$$it's @$$", "U&'@'"),
    POSTGRESQL(Driver.POSTGRESQL, "", "", "E'\\' @'", "$q$it's @$q$", "'\\' || '@'", "'a'\\n'@'"),
    POSTGRESQL_WITH_ESCAPES(
        Driver.POSTGRESQL,
        "%20-c%20standard_conforming_strings=off",
        "",
        "'\\' @'",
        "'\\\\' || '@'",
        "'\\'; @ --'"),
    SQLITE(Driver.SQLITE, "", "", "\"@\"", "\"it's @\"", "'\\' || \"@\"", "X'" + MARK_AS_HEX + "'"),
    HSQLDB(Driver.HSQLDB, "", " FROM (VALUES (0))", "U&'@'", "'\\' || '@'"),
    DERBY(Driver.DERBY, "", " FROM sysibm.sysdummy1", "'\\' || '@'"),
    DUCKDB(Driver.DUCKDB, "", "", "E'\\' @'", "$q$it's @$q$", "'\\' || '@'"),
    MARIADB(
        Driver.MARIADB,
        "",
        "",
        "\"@\"",
        "\"it's @\"",
        "'\\' @'",
        "\"\\\" @\"",
        "N'@'",
        "_utf8mb4'@'",
        "'a' '@'",
        "X'" + MARK_AS_HEX + "'",
        "0x" + MARK_AS_HEX_LOWER),
    MARIADB_WITH_QUOTED_NAMES(
        Driver.MARIADB, "&sessionVariables=sql_mode='ANSI_QUOTES'", "", "'\\' @'", "'\"' '@'"),
    MARIADB_WITHOUT_ESCAPES(
        Driver.MARIADB,
        "&sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES'",
        "",
        "concat('\\', '@')",
        "concat(\"\\\", \"@\")"),
    MYSQL(Driver.MYSQL, "", "", "\"@\"", "'\\' @'", "\"\\\" @\"", "'a' '@'"),
    MYSQL_WITHOUT_ESCAPES(
        Driver.MYSQL,
        "&sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES'",
        "",
        "concat('\\', '@')",
        "concat(\"\\\", \"@\")"),
    FIREBIRD(Driver.FIREBIRD, "", " FROM rdb$database", "q'{it's @}'", "_UTF8 '@'", "'\\' || '@'");

    final Driver driver;
    final String options;
    final String noTable;
    final List<String> literals;

    Setting(Driver driver, String options, String noTable, String... literals) {
      this.driver = driver;
      this.options = options;
      this.noTable = noTable;
      this.literals = List.of(literals);
    }

    /** Derby has no named queries. */
    boolean hasNamedQueries() {
      return driver != Driver.DERBY;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void noLiteralLeavesTheProcess(Setting setting) throws Exception {
    assumeThat(setting.driver.missing()).isEmpty();
    List<String> statements = statements(setting);
    Path file = Files.write(folder.resolve("statements"), statements);
    AgentHome home = AgentHome.in(folder).with("audit.reads", "true");
    if (!setting.driver.classes().isEmpty()) {
      home.with("jdbc.drivers", String.join(",", setting.driver.classes()));
    }
    String url = setting.driver.newUrl(folder) + setting.options;
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Jvm jvm =
            Jvm.on(Jdks.oldest())
                .agent(home)
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint())
                .environment("OTEL_BSP_SCHEDULE_DELAY", "50")
                .main(
                    "io.heddle.it.apps.jdbc.StatementsApplication",
                    setting.driver.classPath(Jdks.oldest()))
                .arguments(url, file, setting.driver.user(), setting.driver.password())
                .start("application", folder)) {
      int accepted = Integer.parseInt(jvm.awaitLine("ACCEPTED (\\d+)").group(1));
      assertThat(accepted).as("%s", jvm.stdout()).isEqualTo(statements.size());
      String page = MetricsPage.scrape(home.metricsPort()).text();
      Eventually.holds("spans arrive", PATIENCE, () -> !receiver.spans().isEmpty());

      assertThat(page).contains("db_client_operation_duration_seconds").doesNotContain(MARKS);
      jvm.terminate().awaitExit();
      assertThat(receiver.spans().toString()).doesNotContain(MARKS);
    }
    assertNoFileHoldsAMark(home);
    assertThat(ArchiveReader.of(Jdks.oldest(), home, folder).all())
        .hasSizeGreaterThanOrEqualTo(statements.size() - 1);
    assertThat(home.filesHolding("UPDATE t SET a = ?")).isNotEmpty();
    assertNoFileHoldsAMark(home);
  }

  private static void assertNoFileHoldsAMark(AgentHome home) throws IOException {
    for (String mark : MARKS) {
      assertThat(home.filesHolding(mark)).as(mark).isEmpty();
    }
  }

  private static List<String> statements(Setting setting) {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE t (id INT, a VARCHAR(500), b VARCHAR(500))");
    List<String> literals = new ArrayList<>(List.of("'@'", "'it''s @'"));
    literals.addAll(setting.literals);
    List<String> places = new ArrayList<>(PLACES);
    if (setting.hasNamedQueries()) {
      places.add(PLACE_IN_A_NAMED_QUERY);
    }
    for (String literal : literals) {
      for (String place : places) {
        statements.add(
            place.replace("#", setting.noTable).replace("@", literal).replace("@", MARK));
      }
    }
    return statements;
  }
}
