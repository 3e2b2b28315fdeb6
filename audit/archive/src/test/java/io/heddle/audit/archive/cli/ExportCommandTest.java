package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.archive.export.ParquetFile;
import io.heddle.audit.spool.SpoolWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExportCommandTest {
  @TempDir private Path home;

  @BeforeEach
  void capture() throws Exception {
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(1);
        Archiver archiver = machine.archiver(100, 1_000)) {
      for (int i = 0; i < 6; i++) {
        Machine.append(writer, request(i % 2 == 0 ? "acme" : "beta\u001b[31m", START + i));
        if (i == 3) {
          archiver.drain();
          archiver.seal();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void exportsEveryOperationOnceOldestFirst(ExportFormat format) throws Exception {
    Path file = home.resolve("out." + format);
    CommandRun run = run("export", "--format", format.name(), "--output", file.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("heddle: 6 operations in " + file + "\n");
    assertThat(times(format, file)).containsExactly("0", "1", "2", "3", "4", "5");
    assertThat(home.resolve("out." + format + ".part")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void exportsWhatTheFiltersAskFor(ExportFormat format) throws Exception {
    Path file = home.resolve("acme");
    run("export", "-f", format.name(), "-o", file.toString(), "--tenant", "acme");

    assertThat(times(format, file)).containsExactly("0", "2", "4");
    run("export", "-f", format.name(), "-o", file.toString(), "--force", "--tenant", "nobody");
    assertThat(times(format, file)).isEmpty();
  }

  @Test
  void aDamagedArchiveIsToldAndLeavesNothing() throws Exception {
    Files.writeString(home.resolve("archive/hot.db"), "no database");
    for (String command : List.of("query", "export -f csv -o " + home.resolve("damaged"))) {
      CommandRun run = run((command + " --no-archive").split(" "));
      assertThat(run.exitCode()).as(command).isEqualTo(1);
      assertThat(run.err()).as(command).contains("hot.db", "it is no SQLite database");
    }
    assertThat(home.resolve("damaged.part")).doesNotExist();
  }

  @Test
  void anInterruptLeavesNothingAndSaysSo() throws Exception {
    Path file = home.resolve("interrupted");
    List<String> told = new ArrayList<>();
    try (PartFile part = new PartFile(file, told::add)) {
      Files.writeString(part.path(), "half");
      part.interrupted();
      assertThat(part.path()).doesNotExist();
    }
    assertThat(told).containsExactly("interrupted: " + file + " is not written");
  }

  @Test
  void refusesToReplaceWhatIsNoFile() throws Exception {
    Path folder = Files.createDirectory(home.resolve("folder"));
    CommandRun run = run("export", "-f", "csv", "-o", folder.toString(), "--force");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is no regular file; --output - writes to");
    assertThat(folder).isDirectory();
  }

  @Test
  void writesToTheStandardOutput() {
    CommandRun run = run("export", "--format", "ndjson", "--output", "-");

    assertThat(run.lines()).hasSize(6);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContain("\u001b");
    assertThat(run("export", "--format", "ocsf", "--output", "-").out()).doesNotContain("\u001b");
  }

  @Test
  void replacesNoFileUnlessItIsTold() throws Exception {
    Path file = Files.writeString(home.resolve("precious"), "precious");

    CommandRun run = run("export", "--format", "csv", "--output", file.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("exists; --force replaces it");
    assertThat(file).hasContent("precious");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export --format parquet --output - | --format parquet needs a file | 2",
        "export --format xml --output x | expected one of [ndjson, csv, ocsf, parquet] | 2",
        "export --format csv | Missing required option: '--output=FILE' | 2",
        "export --format csv --output HOME/no/such/folder/file | cannot be written | 1",
      })
  void saysWhatIsWrong(String line, String why, int exitCode) {
    CommandRun run = run(line.replace("HOME", home.toString()).split(" "));
    assertThat(run.err()).contains(why);
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void progressIsWrittenAFewTimesASecondAndErased() {
    AtomicLong now = new AtomicLong();
    StringWriter terminal = new StringWriter();
    Progress progress = new Progress(new PrintWriter(terminal), now::get);
    for (int i = 1; i <= 1_000; i++) {
      now.addAndGet(1_000_000);
      progress.at(i, i / 1_000.0);
    }
    progress.end();

    assertThat(terminal.toString().split("\r", -1)).hasSize(1 + 5 + 1);
    assertThat(terminal.toString()).contains("100 %", "1,000/s").endsWith("\r\u001b[K");
  }

  /** The microseconds of each start behind {@code START}, in the file's order. */
  private static List<String> times(ExportFormat format, Path file) throws Exception {
    return switch (format) {
      case ndjson, csv ->
          Files.readAllLines(file).stream()
              .filter(line -> line.contains("02:17:00.00000"))
              .map(line -> line.replaceAll("(?s).*02:17:00\\.00000(\\d)Z.*", "$1"))
              .toList();
      case ocsf ->
          Files.readAllLines(file).stream()
              .map(ExportCommandTest::startMicros)
              .map(micros -> Long.toString(micros - START))
              .toList();
      case parquet ->
          ParquetFile.read(file).rows().stream()
              .map(row -> Long.toString(row.getLong("time", 0) - START))
              .toList();
    };
  }

  private static long startMicros(String line) {
    try {
      return new ObjectMapper().readTree(line).at("/unmapped/start_micros").asLong();
    } catch (Exception malformed) {
      throw new AssertionError(line, malformed);
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }
}
