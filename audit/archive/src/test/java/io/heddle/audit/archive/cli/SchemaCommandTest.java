package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCommandTest {
  @TempDir private Path home;

  @Test
  void listsExactlyTheColumnsThatSqlSees() throws Exception {
    capture();
    List<String> listed = new ArrayList<>();
    run("schema", "--format", "json").json().forEach(row -> listed.add(row.get("name").asText()));
    List<String> seen = new ArrayList<>();
    run("query", "--sql", "SELECT * FROM operation LIMIT 1", "--format", "json")
        .json()
        .get(0)
        .fieldNames()
        .forEachRemaining(seen::add);

    assertThat(listed).isEqualTo(seen);
  }

  @Test
  void aTypeIsWhatSqliteSaysOfTheValues() throws Exception {
    capture();
    for (JsonNode column : run("schema", "--format", "json").json()) {
      String name = '"' + column.get("name").asText() + '"';
      CommandRun types =
          run(
              "query",
              "--format",
              "json",
              "--sql",
              "SELECT typeof(" + name + ") AS type FROM operation WHERE " + name + " NOT NULL");
      assertThat(types.err()).isEmpty();
      types
          .json()
          .forEach(
              row ->
                  assertThat(row.get("type").asText())
                      .as(name)
                      .isEqualToIgnoringCase(column.get("type").asText()));
    }
  }

  @Test
  void saysTypeUnitAndMeaningForAPerson() {
    CommandRun run = run("schema");

    assertThat(run.exitCode()).isZero();
    assertThat(run.lines().get(0)).isEqualTo("view operation");
    assertThat(run.lines().get(1)).startsWith("name ").contains("type", "unit", "meaning");
    assertThat(run.lines())
        .anyMatch(line -> line.matches("duration_nanos +INTEGER +ns +how long it took"));
    String words = run.out().lines().map(String::strip).collect(Collectors.joining(" "));
    assertThat(words.replaceAll(" +", " "))
        .contains("how it ended: PENDING, COMMITTED, ROLLED_BACK, UNKNOWN, SUCCEEDED, FAILED");
  }

  @Test
  void needsNoHome() throws Exception {
    Files.delete(home);
    assertThat(run("schema", "--format", "csv").lines())
        .contains("operation,seq,INTEGER,,\"the record's number in its run, from 1 up\"");
    assertThat(home).doesNotExist();
    Files.createDirectory(home);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT tenent FROM operation | no such column: tenent; the view operation has tenant, ",
        "SELECT o.duration FROM operation o | no such column: o.duration; the view operation has duration_nanos, ",
        "SELECT 1 FROM operation WHERE start > 5 | the view operation has start_micros, ",
        "SELECT 1 FROM operations | no such table: operations; there is one view, operation, with id, time, ",
        "SELECT tenent FROM operation | , begun_by, ",
        "SELECT tenent FROM operation | ; 'heddle audit schema' says what they mean",
      })
  void anUnknownNameIsAnsweredWithThoseThatThereAre(String sql, String words) throws Exception {
    capture();
    CommandRun run = run("query", "--sql", sql);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(words);
  }

  private void capture() throws Exception {
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(100, 1_000)) {
      Machine.append(writer, request("acme", START));
      archiver.drain();
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }
}
