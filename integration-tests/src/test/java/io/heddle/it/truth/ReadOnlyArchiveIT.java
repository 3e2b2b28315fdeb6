package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An auditor who may read the home and not write there. */
class ReadOnlyArchiveIT {
  private static final String NOTHING_ARCHIVED =
      "heddle: read as it is, nothing was archived first: no write access to ";

  @TempDir Path folder;
  private AgentHome home;
  private Path command;
  private String key;
  private int runs;

  @BeforeEach
  void commitAndSign() throws Exception {
    home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    commit(5);
    Jvm keys = archive.run("audit", "query");
    assertThat(keys.awaitExit()).as("%s", keys.describe()).isZero();
    keys = archive.run("audit", "keys", "export");
    assertThat(keys.awaitExit()).isZero();
    key = keys.stdout().get(0);
    commit(1); // stays in the spool
    command = folder.resolve("heddle.jar");
    Files.copy(Packaged.COMMAND, command, StandardCopyOption.REPLACE_EXISTING);
    permissions("r--r--r--", "r-xr-xr-x");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void mayBeRemoved() throws IOException {
    permissions("rw-rw-rw-", "rwxrwxrwx");
  }

  @Test
  void readsSaysThatNothingWasArchivedAndAsksForNoLock() throws Exception {
    for (List<String> answer :
        List.of(
            List.of("query", "--format", "csv"),
            List.of("query", "--sql", "SELECT count(*) FROM operation"),
            List.of("stats"),
            List.of("tail"),
            List.of("events"),
            List.of("export", "--format", "ndjson", "--output", "-"),
            List.of("prove", "1"),
            List.of("ledger", "status"),
            List.of("verify", "--key", key))) {
      Run run = run(answer);
      assertThat(run.exitCode).as("%s %s", answer, run.text).isZero();
      assertThat(run.text).as("%s", answer).doesNotContain("archiver.lock", "report");
      if (!answer.get(0).equals("ledger")) {
        assertThat(run.text).as("%s", answer).containsOnlyOnce(NOTHING_ARCHIVED);
      }
    }
    assertThat(run(List.of("verify", "--key", key)).text).endsWith("sound\n");
    assertThat(run(List.of("query", "--format", "csv")).text.lines().filter(this::isCommit))
        .as("what is archived, without what is in the spool")
        .hasSize(5);
  }

  @Test
  void whatMustWriteSaysThatItMayNot() throws Exception {
    for (List<String> change :
        List.of(
            List.of("keys", "rotate"),
            List.of("hold", "add", "--tenant", "acme", "--reason", "case 7"),
            List.of("ledger", "begin", "--reason", "none"))) {
      Run run = run(change);
      assertThat(run.exitCode).as("%s %s", change, run.text).isEqualTo(1);
      assertThat(run.text)
          .as("%s", change)
          .containsAnyOf("no write access to ", "cannot be written to")
          .doesNotContain("archiver.lock", "\tat ");
    }
  }

  private boolean isCommit(String line) {
    return line.contains("/commit") && line.contains("POST");
  }

  private record Run(int exitCode, String text) {}

  /** Runs the command as an account without write access: the superuser's has it always. */
  private Run run(List<String> arguments) throws Exception {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    line.addAll(List.of(Jdks.oldest().program("java"), "-jar", command.toString(), "audit"));
    line.addAll(arguments);
    Path output = folder.resolve("output-" + ++runs);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("HEDDLE_HOME", home.path().toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s", line).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output));
  }

  private void permissions(String ofFiles, String ofFolders) throws IOException {
    try (Stream<Path> files = Files.walk(home.path())) {
      for (Path file : files.toList()) {
        String permissions = Files.isDirectory(file) ? ofFolders : ofFiles;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      }
    }
  }

  private void commit(int rows) throws Exception {
    try (Application application =
        TomcatApplication.start(
            Jvm.on(Jdks.oldest()).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
            "application-" + ++runs,
            Database.H2.newUrl(folder),
            Database.H2.connections(),
            folder)) {
      for (int i = 0; i < rows; i++) {
        application.send(Call.of("POST", "/commit?name=row" + i).tenant("acme"));
      }
      application.jvm().terminate().awaitExit();
    }
  }
}
