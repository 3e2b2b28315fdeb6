package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.BegunBy;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Asks for work by the tenant whose request began it. */
class BegunByTest {
  private static final long TRACE_HIGH = 0x6a1f03c2aabbccddL;

  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A request of acme; what it began writes twice, what beta began once, and once nobody knows. */
  @BeforeEach
  void capture() throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(1)) {
      Machine.append(writer, request("acme", START));
      Machine.append(writer, write("~none", 1, 0).with(begunBy("acme")));
      Machine.append(writer, write("~none", 2, 0).with(begunBy("acme")));
      Machine.append(writer, write("~none", 3, 0).with(begunBy("beta")));
      Machine.append(writer, write("~none", 4, 0));
      Machine.append(
          writer,
          write("~none", 5, 0)
              .with(OperationExtras.with(new byte[0], OperationExtras.BEGUN_BY, new byte[3])));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--begun-by acme | 2",
        "--begun-by acme,beta | 3",
        "--begun-by acme --limit 1 | 1",
        "--begun-by acm | 0",
        "--begun-by acme --tenant acme | 0",
        "--tenant acme | 1",
        "--tenant ~none | 5",
      })
  void findsWhatRequestsOfATenantBegan(String options, int count) throws Exception {
    assertThat(run(("query --format json " + options).split(" "))).isZero();
    assertThat(new ObjectMapper().readTree(out.toString())).hasSize(count);
  }

  @Test
  void everyFormatNamesTheRequest() throws Exception {
    run("query", "--begun-by", "beta", "--format", "json");
    JsonNode found = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(found.get("tenant").asText()).isEqualTo("~none");
    JsonNode request = found.get("extras").get("begun_by");
    assertThat(request.get("tenant").asText()).isEqualTo("beta");
    assertThat(request.get("trace_id").asText()).isEqualTo("6a1f03c2aabbccdd000000000000002a");

    fresh().run("show", found.get("id").asText());
    assertThat(out.toString())
        .contains("begun_by", "tenant beta, trace_id 6a1f03c2aabbccdd000000000000002a");
    fresh().run("query", "--begun-by", "beta", "--format", "csv");
    assertThat(out.toString()).contains("begun_by").contains("\"\"tenant\"\":\"\"beta\"\"");
    fresh().run("export", "--begun-by", "beta", "--format", "ndjson", "--output", "-");
    assertThat(out.toString()).contains("\"begun_by\":{\"tenant\":\"beta\"");
  }

  @Test
  void countsByWhoBeganIt() {
    run("query", "--group-by", "begun-by", "--format", "csv", "--tenant", "~none");
    assertThat(out.toString().lines()).containsExactly("begun_by,count", ",2", "acme,2", "beta,1");
  }

  @Test
  void sqlHasAColumnOfIt() {
    run(
        "query",
        "--sql",
        "SELECT begun_by, count(*) AS n FROM operation WHERE begun_by IS NOT NULL GROUP BY 1",
        "--format",
        "csv");
    assertThat(out.toString().lines()).containsExactly("begun_by,n", "acme,2", "beta,1");
    fresh()
        .run(
            "query",
            "--begun-by",
            "beta",
            "--format",
            "csv",
            "--sql",
            "SELECT count(*) AS n" + " FROM operation");
    assertThat(out.toString().lines()).containsExactly("n", "1");
  }

  private static byte[] begunBy(String tenant) {
    return OperationExtras.with(
        new byte[0], OperationExtras.BEGUN_BY, new BegunBy(TRACE_HIGH, 42, tenant).value());
  }

  private int run(String... arguments) {
    return new CommandLine(new AuditCommand(() -> home))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** Forgets what was printed so far. */
  private BegunByTest fresh() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return this;
  }
}
