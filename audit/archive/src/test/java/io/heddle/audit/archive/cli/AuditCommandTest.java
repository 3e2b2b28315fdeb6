package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.ClockInterval;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.PayloadDigest;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditCommandTest {
  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Five records: three requests, two writes of which one was rolled back. */
  @BeforeEach
  void capture() throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(1)) {
      Machine.append(writer, request("acme", START));
      Machine.append(writer, request("beta", START + 1_000_000).with(extras()));
      Machine.append(
          writer,
          request("acme", START + 2_000_000).saying("orders", "POST /orders", "=cmd()\u001b[31m"));
      Machine.append(writer, write("acme", 1, 0));
      Machine.append(writer, write("beta", 2, 0));
      writer.appendOutcome(1, 0, 1, Outcome.COMMITTED, START);
      writer.appendOutcome(2, 0, 1, Outcome.ROLLED_BACK, START);
    }
  }

  @Test
  void aBareSpoolIsEnoughToAnswer() {
    assertThat(run("query")).isZero();
    assertThat(out.toString()).contains("TIME (UTC)", "acme", "COMMITTED", "5 operations");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tenant acme | 3",
        "--tenant acme,beta | 5",
        "--outcome rolled-back | 1",
        "--type update --outcome committed | 1",
        "--layer http-server | 3",
        "--since 2026-11-21T02:17:01Z --until 2026-11-21T02:17:02Z | 1",
        "--target /ord* | 2",
        "--actor alice --limit 2 | 2",
        "--tenant nobody | 0",
      })
  void filters(String options, int count) throws Exception {
    run(("query --format json " + options).split(" "));

    assertThat(new ObjectMapper().readTree(out.toString())).hasSize(count);
  }

  @Test
  void aRecordIsShownByItsIdAndATraceByItsBeginning() throws Exception {
    run("query", "--format", "json", "--limit", "1");
    JsonNode newest = new ObjectMapper().readTree(out.toString()).get(0);
    String id = newest.get("id").asText();

    assertThat(fresh().run("show", id)).isZero();
    assertThat(out.toString()).contains(id, newest.get("trace_id").asText(), "alice");
    String trace = newest.get("trace_id").asText();
    assertThat(fresh().run("show", trace.substring(0, 30))).isZero();
    assertThat(fresh().run("show", trace.substring(0, 16))).isEqualTo(3);
    assertThat(err.toString())
        .contains(trace.substring(0, 16) + " is the beginning of 3 traces; give more", trace);
    assertThat(fresh().run("show", "at-00000000000000000000000000")).isEqualTo(3);
    assertThat(err.toString())
        .contains("nothing in the archive has the ID", "reads are not recorded unless");
  }

  @Test
  void theBeginningOfAnIdIsEnoughWhereItMeansOneOperation() throws Exception {
    run("query", "--format", "json", "--tenant", "beta", "--layer", "http-server");
    String id = new ObjectMapper().readTree(out.toString()).get(0).get("id").asText();

    assertThat(fresh().run("show", id.substring(0, 13))).isZero();
    assertThat(out.toString()).contains(id);
    assertThat(fresh().run("show", id.substring(0, 10))).isEqualTo(3);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains(id.substring(0, 10) + " is the beginning of 5 operations; give more", id, "beta");
    assertThat(fresh().run("show", id.substring(0, 9))).isEqualTo(2);
  }

  @Test
  void hostileContentCannotCommandATerminalOrASpreadsheet() {
    run("query");
    assertThat(out.toString()).doesNotContain("\u001b");

    fresh().run("query", "--format", "csv");
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(out.toString()).contains("'=cmd()");
  }

  @Test
  void machineFormatsAreComplete() throws Exception {
    run("query", "--format", "ndjson", "--reverse");
    List<String> lines = out.toString().lines().toList();

    assertThat(lines).hasSize(5);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.fieldNames())
        .toIterable()
        .contains("id", "time", "tenant", "type", "outcome", "statement", "trace_id", "seq");
    assertThat(first.get("rows").isNull()).isTrue();
  }

  @Test
  void anEmptyAnswerIsStillWellFormed() throws Exception {
    run("query", "--tenant", "nobody", "--format", "json");
    assertThat(new ObjectMapper().readTree(out.toString())).isEmpty();

    fresh().run("query", "--tenant", "nobody", "--format", "ndjson");
    assertThat(out.toString()).isEmpty();

    assertThat(fresh().run("query", "--home", home.resolve("nowhere").toString())).isZero();
    assertThat(home.resolve("nowhere")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query --type creat | --type 'creat' is unknown, expected other, create",
        "query --since foo | --since 'foo' is no time; expected for example 10m",
        "query --last 1h --since 2h | --last and --since say the same",
        "query --since 1h --until 2h | is not after the beginning",
        "query --trace xyz | --trace 'xyz' is no trace ID",
        "query --limit many | Invalid value for option '--limit'",
        "query --tenent x | Unknown options: '--tenent'",
        "query --columns tenat | --columns 'tenat' is unknown, expected time, tenant, actor, type,",
        "query --columns statment | status, ms, id, trace, span, service, node, statement; did you mean statement?",
        "query --columns trace_id | did you mean trace?",
        "query --columns id,tenant,ID | --columns names id twice",
        "tail --columns nothing | --columns 'nothing' is unknown",
        "query --columns id --format csv | a table of operations shows, and --format csv makes none",
        "query --columns id --group-by tenant | shows, and --group-by makes none",
        "show | Missing required parameter: 'ID'",
      })
  void aWrongCommandLineIsExplainedAndEndsWith2(String line, String explanation) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(explanation);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFileThatIsNoArchiveIsRefusedAndEndsWith1() throws Exception {
    Path hot = home.resolve("archive").resolve("hot.db");
    Files.createDirectories(hot.getParent());
    Files.writeString(hot, "dear diary, ".repeat(1_000));

    assertThat(run("query")).isEqualTo(1);
    assertThat(err.toString()).startsWith("heddle: ").contains(hot.toString(), "move it away");
    assertThat(Files.readString(hot)).startsWith("dear diary");
  }

  @Test
  void besideASidecarItOnlyReads() throws Exception {
    try (Archiver sidecar = Archiver.open(home, ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
      assertThat(run("query", "--format", "ndjson")).isZero();
      assertThat(out.toString()).isEmpty();
      sidecar.drain();

      assertThat(fresh().run("query", "--format", "ndjson")).isZero();
      assertThat(out.toString().lines()).hasSize(5);
    }
  }

  @Test
  void aTableHasTheColumnsThatAreChosen() throws Exception {
    run("query", "--format", "json", "--tenant", "beta", "--layer", "http-server");
    JsonNode beta = new ObjectMapper().readTree(out.toString()).get(0);
    String id = beta.get("id").asText();

    fresh()
        .run("query", "--columns", "id,Actor,status", "--tenant", "beta", "--layer", "http-server");
    assertThat(out.toString().lines())
        .containsExactly(
            "ID" + " ".repeat(29) + "ACTOR  STATUS", id + "  alice     201", "1 operation");
    fresh().run("tail", "--columns", "trace,tenant", "--tenant", "beta", "--type", "create");
    assertThat(out.toString()).contains(beta.get("trace_id").asText() + "  beta");
  }

  @Test
  void saysThatALimitHasCutTheAnswer() throws Exception {
    run("query", "--limit", "3");
    assertThat(out.toString()).endsWith("\n3 of more than 3 operations; --limit=N shows more\n");
    assertThat(err.toString()).isEmpty();
    fresh().run("query", "--limit", "1", "--format", "csv");
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(err.toString())
        .isEqualTo("heddle: 1 of more than 1 operation; --limit=N shows more\n");
    fresh().run("query", "--limit", "5");
    assertThat(out.toString()).endsWith("\n5 operations\n");
    fresh().run("query", "--limit", "0", "--tenant", "beta", "--layer", "jdbc");
    assertThat(out.toString()).endsWith("\n1 operation\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tailShowsTheNewestInOrder() {
    run("tail", "--lines", "2", "--format", "csv");

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).split(",")[1]).isLessThanOrEqualTo(lines.get(2).split(",")[1]);
  }

  @Test
  void tailEndsUnlessItIsToFollow() {
    assertThat(run("tail", "-n", "2")).isZero();
    assertThat(out.toString()).startsWith("TIME (UTC)").endsWith("\n2 operations\n");
    assertThat(fresh().run("tail", "-f", "json")).isEqualTo(2);
    assertThat(err.toString()).contains("json");
  }

  @Test
  void tailFollowsWhatIsStillToCome() throws Exception {
    Thread tail = new Thread(() -> run("tail", "-f", "--lines", "0", "--format", "ndjson"));
    try (SpoolWriter writer = new Machine(home).boot(3)) {
      tail.start();
      int sent = 0;
      while (!out.toString().contains("late-")) {
        assertThat(sent).isLessThan(100_000_000);
        if (sent++ % 1_000_000 == 0) {
          Machine.append(writer, request("late-" + sent, START));
        }
        Thread.onSpinWait();
      }
    }
    tail.interrupt();
    tail.join();

    assertThat(out.toString()).doesNotContain("\"tenant\":\"acme\"");
  }

  @Test
  void statsCountWhatIsThereAndWhatWasLost() throws Exception {
    try (SpoolWriter writer = new Machine(home).boot(2)) {
      writer.lost(LossReason.BUDGET, 7);
    }
    run("stats", "--format", "json");
    JsonNode stats = new ObjectMapper().readTree(out.toString());

    assertThat(stats.get("operations").asLong()).isEqualTo(5);
    assertThat(stats.get("size_bytes_per_operation").asDouble())
        .isCloseTo(stats.get("size_bytes").asLong() / 5.0, within(0.05));
    assertThat(stats.get("by_tenant").get("acme").asLong()).isEqualTo(3);
    assertThat(stats.get("by_type_and_outcome").get("UPDATE ROLLED_BACK").asLong()).isEqualTo(1);
    assertThat(stats.get("incidents").get("LOSS").asLong()).isEqualTo(7);

    assertThat(fresh().run("stats")).isZero();
    assertThat(out.toString()).contains("size an operation", "by tenant, most first", "LOSS");
  }

  /** What every format says of extras, whichever they are. */
  @Test
  void extrasAreShownInEveryFormat() throws Exception {
    String digest = "\"payload_digest\":{\"sha256\":\"" + "00".repeat(32) + "\",\"bytes\":7,";
    run("query", "--tenant", "beta", "--type", "create", "--format", "ndjson");
    JsonNode extras = new ObjectMapper().readTree(out.toString()).get("extras");
    assertThat(extras.toString())
        .contains(digest + "\"whole\":false}")
        .contains("\"tag_99\":\"2a\"");
    assertThat(extras.at("/clock/earliest").asText()).isEqualTo("2026-11-21T02:17:00.999750Z");
    assertThat(extras.at("/clock/latest").asText()).isEqualTo("2026-11-21T02:17:01.000300Z");
    assertThat(extras.at("/clock/status").asText()).isEqualTo("assumed");
    String id = new ObjectMapper().readTree(out.toString()).get("id").asText();

    fresh().run("query", "--tenant", "acme", "--limit", "1", "--format", "ndjson");
    assertThat(out.toString()).contains("\"extras\":null");
    fresh().run("query", "--tenant", "beta", "--type", "create", "--format", "csv");
    assertThat(out.toString()).contains(digest.replace("\"", "\"\""));
    fresh()
        .run(
            "query",
            "--sql",
            "SELECT extras ->> '$.actor_source' AS source FROM operation"
                + " WHERE extras IS NOT NULL",
            "--format",
            "csv");
    assertThat(out.toString().lines()).containsExactly("source", "'=jwt.sub\\u001b");
    fresh().run("show", id);
    assertThat(out.toString())
        .contains("bytes 7, whole false")
        .contains("status assumed")
        .contains("actor_source =jwt.sub?")
        .doesNotContain("\u001b");
  }

  private static byte[] extras() {
    byte[] block = {};
    byte[] digest = new PayloadDigest(false, 7, new byte[32]).value();
    block = OperationExtras.with(block, OperationExtras.PAYLOAD_DIGEST, digest);
    byte[] clock = new ClockInterval(ClockInterval.Status.ASSUMED, 250, 300).value();
    block = OperationExtras.with(block, OperationExtras.CLOCK_INTERVAL, clock);
    byte[] hostile = "=jwt.sub\u001b".getBytes(UTF_8);
    block = OperationExtras.with(block, OperationExtras.ACTOR_SOURCE, hostile);
    return OperationExtras.with(block, 99, new byte[] {42});
  }

  private int run(String... arguments) {
    AuditCommand audit = new AuditCommand(() -> home);
    return new CommandLine(audit)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** Forgets what was printed so far. */
  private AuditCommandTest fresh() {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return this;
  }
}
