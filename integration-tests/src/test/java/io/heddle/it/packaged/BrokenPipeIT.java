package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Packaged;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of the standard output that goes away, as head does, ends a command quietly. */
class BrokenPipeIT {
  private static final String ENDLESS =
      "query --format=csv --limit=0 --sql='WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
          + " SELECT i + 1 FROM n) SELECT i FROM n'";
  private static final List<String> COMMANDS =
      List.of(
          "query",
          "query --format=json",
          "query --format=csv",
          ENDLESS,
          "show %s",
          "tail",
          "tail -f",
          "events",
          "stats",
          "export --format=ndjson --output=-",
          "export --format=ocsf --output=-",
          "prove %s",
          "keys export",
          "verify",
          "ledger status",
          "query --help");

  @TempDir Path folder;

  @Test
  void endsEveryCommandQuietly() throws Exception {
    Jdk jdk = Jdks.oldest();
    AgentHome home = AgentHome.in(folder);
    try (Application application = TomcatApplication.start(jdk, home, folder)) {
      application.send(Call.of("POST", "/commit?name=row").tenant("acme"));
      application.jvm().terminate().awaitExit();
    }
    ArchivedOperation one = ArchiveReader.of(jdk, home, folder).all().get(0);

    SoftAssertions all = new SoftAssertions();
    for (String command : COMMANDS) {
      // The reader is gone long before the JVM has begun to answer.
      all.assertThat(piped(jdk, home, command.formatted(one.auditTraceId()), "true"))
          .as(command)
          .isEqualTo("0");
    }
    all.assertThat(piped(jdk, home, ENDLESS, "head -n 1")).isEqualTo("0");
    all.assertThat(piped(jdk, home, "show at-00000000000000000000000000 2> /dev/null", "true"))
        .as("the exit code is the one documented")
        .isEqualTo("3");
    all.assertAll();
  }

  @Test
  void aFullDiskIsStillTold() throws Exception {
    Jdk jdk = Jdks.oldest();
    AgentHome home = AgentHome.in(folder);
    for (String command : List.of("stats", "export --format=csv --output=-", "tail -f")) {
      Files.createDirectories(home.path());
      assertThat(shell(home, heddle(jdk, command) + " > /dev/full"))
          .as(command)
          .isEqualTo(
              "heddle: the standard output cannot be written to (No space left on device)\n1");
    }
  }

  private String piped(Jdk jdk, AgentHome home, String command, String reader) throws Exception {
    return shell(
        home, heddle(jdk, command) + " | " + reader + " > /dev/null; exit ${PIPESTATUS[0]}");
  }

  private static String heddle(Jdk jdk, String command) {
    return "timeout 120 " + jdk.program("java") + " -jar " + Packaged.COMMAND + " audit " + command;
  }

  /** What a line for the shell said on the standard error, and its exit code. */
  private String shell(AgentHome home, String line) throws Exception {
    Path err = folder.resolve("shell.err");
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line).redirectError(err.toFile());
    bash.environment().put("HEDDLE_HOME", home.path().toString());
    bash.environment().put("LC_ALL", "C");
    int exitCode = bash.start().waitFor();
    return Files.readString(err) + exitCode;
  }
}
