package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountCommandTest {
  @TempDir private Path home;

  @BeforeEach
  void capture() throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(1)) {
      for (int i = 0; i < 5; i++) {
        Machine.append(writer, request(i < 3 ? "acme" : "=beta()", START + i));
      }
    }
  }

  @Test
  void countsByTenantAndOperation() throws Exception {
    CommandRun json = run("query", "--group-by", "tenant,op", "--format", "json");
    assertThat(json.json().get(0).toString())
        .isEqualTo("{\"tenant\":\"acme\",\"type\":\"CREATE\",\"count\":3}");
    assertThat(json.json()).hasSize(2);

    assertThat(run("query", "--group-by", "tenant", "--format", "csv").lines())
        .containsExactly("tenant,count", "acme,3", "'=beta(),2");
    assertThat(run("query", "--group-by", "tenant").lines())
        .containsExactly("tenant   count", "acme         3", "=beta()      2");
    assertThat(run("query", "--group-by", "tenant", "--limit", "1", "--format", "ndjson").out())
        .isEqualTo("{\"tenant\":\"acme\",\"count\":3}\n");
  }

  @Test
  void asksInSql() throws Exception {
    CommandRun json =
        run(
            "query",
            "--tenant",
            "acme",
            "--sql",
            "SELECT tenant, count(*) AS n, avg(duration_nanos) AS mean, NULL AS none"
                + " FROM operation GROUP BY 1",
            "--format",
            "json");
    assertThat(json.err()).isEmpty();
    assertThat(json.exitCode()).isZero();
    assertThat(json.json().toString())
        .isEqualTo("[{\"tenant\":\"acme\",\"n\":3,\"mean\":1500000.0,\"none\":null}]");
  }

  @Test
  void saysWhenSqlGivesMoreThanTheLimit() {
    CommandRun cut = run("query", "--sql", "SELECT tenant FROM operation", "--limit", "2");
    assertThat(cut.lines()).hasSize(3);
    assertThat(cut.err()).isEqualTo("heddle: 2 of more than 2 rows; --limit=N shows more\n");
    assertThat(run("query", "--sql", "SELECT tenant FROM operation", "--limit", "5").err())
        .isEmpty();
  }

  @Test
  void saysWhenThereAreMoreGroupsThanTheLimit() {
    assertThat(run("query", "--group-by", "tenant", "--limit", "1").err())
        .isEqualTo("heddle: 1 of 2 rows; --limit=N shows more\n");
    assertThat(run("query", "--group-by", "tenant", "--limit", "2").err()).isEmpty();
    assertThat(run("query", "--group-by", "tenant", "--limit", "0").err()).isEmpty();
  }

  @Test
  void saysWhenThereAreMoreTenantsThanAreCounted() {
    assertThat(run("stats", "--top", "1").lines()).contains("  1 more tenant; --top=N shows more");
    assertThat(run("stats", "--top", "2").out()).doesNotContain("--top=N");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--sql§DELETE FROM operation | --sql: 'delete' does not ask | 2",
        "--sql§SELECT x FROM operation | no such column: x | 2",
        "--sql§SELECT 1§--group-by§tenant | --sql and --group-by exclude each other | 2",
        "--sql§SELECT 1§--time-limit§soon | --time-limit 'soon' is no span of time | 2",
        "--group-by§tenent | --group-by 'tenent' is unknown | 2",
        "--group-by§tenant,tenant | --group-by names tenant twice | 2",
        "--sql§WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n§--time-limit§20ms | no answer within 0.02 s | 1",
      })
  void aWrongQuestionIsExplained(String options, String why, int exitCode) {
    CommandRun run = run(("query§" + options).split("§"));
    assertThat(run.err()).contains(why);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }
}
