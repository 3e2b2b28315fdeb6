package io.heddle.it.packaged;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator types, to the packaged jar: answers, files and documented exit codes. */
class AuditCommandIT {
  private static final int REQUESTS = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void answersExportsHoldsAndPrunes(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(jdk, home, folder);
    record(jdk, home);
    seal(archive);
    int records = archive.all().size();
    int ofAcme = archive.all("--tenant", "acme").size();
    assertThat(ofAcme).isGreaterThanOrEqualTo(2 * REQUESTS);

    counts(archive, ofAcme);
    showsWhatTheTerminalHasRoomFor(jdk, home, archive);
    tellsTimesInTheZoneOfWhoeverAsks(home, heddle(jdk) + " audit query --limit 1");
    tellsThatItsAnswerIsCut(jdk, home);
    exports(archive, records);
    prunes(archive);
    explains(archive);
  }

  private void counts(ArchiveReader archive, int records) throws Exception {
    String sql = "SELECT count(*) AS n FROM operation WHERE tenant = 'acme'";
    Jvm asked = run(archive, 0, "audit", "query", "--sql", sql, "--format", "ndjson");
    assertThat(asked.stdout()).contains("{\"n\":" + records + "}");
    Jvm counted = run(archive, 0, "audit", "query", "--group-by", "tenant", "--format", "csv");
    assertThat(counted.stdout()).contains("acme," + records);
    Jvm cut = run(archive, 0, "audit", "query", "--limit", "3", "--format", "csv");
    assertThat(cut.stderr())
        .containsExactly("heddle: 3 of more than 3 operations; --limit=N shows more");
    run(archive, 2, "audit", "query", "--sql", "DELETE FROM operation");
    Jvm misspelt = run(archive, 2, "audit", "query", "--sql", "SELECT tennant FROM operation");
    assertThat(misspelt.stderr())
        .anyMatch(line -> line.contains("no such column: tennant; the view operation has tenant, "))
        .anyMatch(line -> line.contains("'heddle audit schema' says what they mean"));
    Jvm schema = run(archive, 0, "audit", "schema", "--format=ndjson");
    assertThat(schema.stdout())
        .anyMatch(
            line ->
                line.contains("\"name\":\"duration_nanos\",\"type\":\"INTEGER\",\"unit\":\"ns\""));
    run(archive, 3, "audit", "show", "at-00000000000000000000000000");
  }

  private void showsWhatTheTerminalHasRoomFor(Jdk jdk, AgentHome home, ArchiveReader archive)
      throws Exception {
    String narrow = "TIME \\(UTC\\) +TENANT +TYPE +TARGET +OUTCOME +ROWS +MS +STATEMENT";
    String wide = "TIME \\(UTC\\) +TENANT +ACTOR +.+ +MS +ID +TRACE +STATEMENT";
    String query = heddle(jdk) + " audit query --tenant acme";
    assertThat(printed(home, "COLUMNS=100 " + query)).first().asString().matches(narrow);
    assertThat(printed(home, "COLUMNS=200 " + query)).first().asString().matches(wide);
    List<String> unlimited = printed(home, query + " | cat");
    assertThat(unlimited.get(0)).matches(wide);
    assertThat(unlimited).noneMatch(line -> line.contains("…"));
    if (Files.isExecutable(Path.of("/usr/bin/script"))) {
      String terminal = "script -qec 'stty cols %d; " + query + " < %s' /dev/null";
      assertThat(printed(home, terminal.formatted(120, "/dev/tty")))
          .first()
          .asString()
          .matches(narrow);
      assertThat(printed(home, terminal.formatted(210, "/dev/tty")))
          .first()
          .asString()
          .matches(wide);
      assertThat(printed(home, terminal.formatted(120, "/dev/null")))
          .first()
          .asString()
          .matches(narrow);
      assertThat(printed(home, terminal.formatted(210, "/dev/null")))
          .first()
          .asString()
          .matches(wide);
    }
    Jvm chosen = run(archive, 0, "audit", "query", "--columns", "id,outcome", "--limit", "1");
    assertThat(chosen.stdout().get(0)).matches("ID +OUTCOME");
    assertThat(chosen.stdout().get(1)).matches("at-[0-9a-z]{26}  [A-Z]+");
    assertThat(chosen.stdout().get(2))
        .isEqualTo("1 of more than 1 operation; --limit=N shows more");
    Jvm unknown = run(archive, 2, "audit", "query", "--columns", "tenat");
    assertThat(unknown.stderr().get(0))
        .isEqualTo(
            "heddle: --columns 'tenat' is unknown, expected time, tenant, actor, type, layer,"
                + " target, outcome, error, rows, status, ms, id, trace, span, service, node,"
                + " statement; did you mean tenant?");
  }

  private void tellsTimesInTheZoneOfWhoeverAsks(AgentHome home, String query) throws Exception {
    List<String> tokyo = printed(home, "TZ=Asia/Tokyo " + query);
    assertThat(tokyo.get(0)).startsWith("TIME (Asia/Tokyo) ");
    assertThat(printed(home, query + " --tz=Asia/Tokyo")).isEqualTo(tokyo);
    List<String> utc = printed(home, query);
    assertThat(utc.get(0)).startsWith("TIME (UTC) ");
    assertThat(printed(home, "TZ=Asia/Tokyo " + query + " --utc")).isEqualTo(utc);
    String time = tokyo.get(1).substring(0, 23);
    assertThat(utc.get(1)).doesNotStartWith(time);
    String since = query.replace("--limit 1", "--limit 0 --format=csv") + " --since='%s'";
    List<String> newest = printed(home, "TZ=Asia/Tokyo " + since.formatted(time));
    assertThat(newest).hasSizeGreaterThan(1);
    assertThat(printed(home, since.formatted(utc.get(1).substring(0, 23)))).isEqualTo(newest);
    assertThat(printed(home, since.formatted(time))).as("nine hours later").hasSize(1);
  }

  /** A disk that is full must not make a short answer look like a whole one; a pager's end may. */
  private void tellsThatItsAnswerIsCut(Jdk jdk, AgentHome home) throws Exception {
    String heddle = heddle(jdk) + " audit query --limit 0";
    assertThat(shell(home, heddle + " > /dev/full")).contains("cannot be written to").endsWith("1");
    assertThat(shell(home, heddle + " | head -n 1 > /dev/null; exit ${PIPESTATUS[0]}"))
        .isEqualTo("0");
  }

  private static String heddle(Jdk jdk) {
    return jdk.program("java") + " -jar " + Packaged.COMMAND;
  }

  /** The lines that a line for the shell printed on the standard output, of a terminal or not. */
  private List<String> printed(AgentHome home, String line) throws Exception {
    Path out = folder.resolve("shell.out");
    String said = shell(home, "{ " + line + "; } > " + out);
    assertThat(said).as(line).isEqualTo("0");
    return Files.readString(out).lines().toList();
  }

  /** What a line for the shell said on the standard error, and its exit code. */
  private String shell(AgentHome home, String line) throws Exception {
    Path err = folder.resolve("shell.err");
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line).redirectError(err.toFile());
    bash.environment().put("HEDDLE_HOME", home.path().toString());
    bash.environment().put("TZ", "UTC");
    int exitCode = bash.start().waitFor();
    return Files.readString(err) + exitCode;
  }

  private void exports(ArchiveReader archive, int records) throws Exception {
    for (String format : List.of("ndjson", "csv", "ocsf", "parquet")) {
      Path file = folder.resolve("export." + format);
      Jvm export =
          run(archive, 0, "audit", "export", "--format", format, "--output", file.toString());
      assertThat(export.stderr()).anyMatch(line -> line.contains(records + " operations in"));
      run(archive, 2, "audit", "export", "--format", format, "--output", file.toString());
    }
    assertThat(Files.readAllLines(folder.resolve("export.ndjson"))).hasSize(records);
    assertThat(Files.readAllLines(folder.resolve("export.csv"))).hasSize(records + 1);
    for (String event : Files.readAllLines(folder.resolve("export.ocsf"))) {
      assertThat(new ObjectMapper().readTree(event).get("class_uid").asInt()).isEqualTo(6003);
    }
    byte[] parquet = Files.readAllBytes(folder.resolve("export.parquet"));
    assertThat(new String(Arrays.copyOf(parquet, 4), US_ASCII)).isEqualTo("PAR1");
    assertThat(new String(parquet, parquet.length - 4, 4, US_ASCII)).isEqualTo("PAR1");
  }

  private void prunes(ArchiveReader archive) throws Exception {
    run(archive, 0, "audit", "hold", "add", "--tenant", "acme", "--reason", "subpoena");
    run(archive, 1, "audit", "hold", "add", "--tenant", "acme", "--reason", "again");
    Jvm held = run(archive, 0, "audit", "prune", "--keep-bytes", "1");
    assertThat(String.join("\n", held.stdout())).contains("held", "hold 1 (tenant acme)");
    run(archive, 0, "audit", "hold", "release", "--id", "1", "--reason", "settled");
    run(archive, 3, "audit", "hold", "release", "--id", "1", "--reason", "settled");
    run(archive, 2, "audit", "prune");
    String id = archive.all("--tenant", "acme").get(0).auditTraceId();
    run(archive, 0, "audit", "prove", id);
    run(archive, 0, "audit", "prune", "--keep-bytes", "1");
    Jvm after = run(archive, 0, "audit", "query", "--tenant", "acme");
    assertThat(after.stderr()).anyMatch(line -> line.contains("not complete"));
    Jvm verified = run(archive, 0, "audit", "verify");
    assertThat(verified.stdout()).anyMatch(line -> line.contains("PRUNED")).contains("sound");
    Jvm refused = run(archive, 3, "audit", "prove", id);
    assertThat(refused.stderr()).anyMatch(line -> line.contains(id + " may have been in segment"));
  }

  private void explains(ArchiveReader archive) throws Exception {
    assertThat(run(archive, 0, "completion", "bash").stdout())
        .anyMatch(line -> line.contains("_complete_heddle"));
    assertThat(run(archive, 0, "man", "audit", "export").stdout()).contains(".SH EXIT STATUS");
    run(archive, 2, "completion", "fish");
  }

  private void record(Jdk jdk, AgentHome home) throws Exception {
    try (Application application = TomcatApplication.start(jdk, home, folder)) {
      for (int i = 0; i < REQUESTS; i++) {
        application.send(Call.of("POST", "/commit?name=row" + i).tenant("acme"));
      }
      application.jvm().terminate().awaitExit();
    }
  }

  /** A sidecar for a moment, which seals every batch. */
  private static void seal(ArchiveReader archive) throws Exception {
    try (Jvm sidecar =
        archive.run(
            "sidecar", "-D", "heddle.sidecar.port=0", "-D", "heddle.archive.seal-records=1")) {
      sidecar.awaitErrorLine("sealed segment 1");
      assertThat(sidecar.terminate().awaitExit()).isZero();
    }
  }

  private static Jvm run(ArchiveReader archive, int exitCode, String... arguments)
      throws Exception {
    Jvm command = archive.run(arguments);
    assertThat(command.awaitExit()).as("%s", command.describe()).isEqualTo(exitCode);
    return command;
  }
}
