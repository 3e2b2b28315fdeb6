package io.heddle.it.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.Repository;
import io.heddle.it.harness.TomcatApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor does with the packaged command, and without it. */
class LedgerIT {
  private static final Path VERIFIER =
      Repository.file("integration-tests/src/test/python/verify_proof.py");

  private static final Path READER =
      Repository.file("integration-tests/src/test/python/read_home.py");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aProofIsCheckedByThirdPartiesWithPythonAlone() throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    commit(20, home);
    List<ArchivedOperation> records = archive.all("--tenant", "acme", "--outcome", "committed");
    Path proof = folder.resolve("r.tlog-proof");
    succeed(
        archive.run("audit", "prove", records.get(7).auditTraceId(), "--output", proof.toString()));
    String key = succeed(archive.run("audit", "keys", "export")).get(0);
    succeed(archive.run("audit", "verify", "--key", key));
    assertThat(succeed(archive.run("audit", "check", proof.toString(), "--key", key)))
        .anyMatch(line -> line.startsWith("COMMITTED, proven by leaf "));

    assertThat(python(0, VERIFIER, proof, key))
        .startsWith("sound: leaf ")
        .contains("\nCOMMITTED, proven by leaf ");
    String text = Files.readString(proof);
    Path forged = folder.resolve("forged.tlog-proof");
    for (String changed :
        List.of(
            text.replaceFirst("extra ...", "extra AQE"),
            text.replaceFirst("index \\d+", "index 1"),
            text.replaceFirst("(?s)(.*)extra ...", "$1extra AQE"),
            text.replaceFirst("(?s)(.*)index \\d+", "$1index 1"),
            text + text.substring(0, text.indexOf("\n\nc2sp") + 1),
            text.replaceFirst("(heddle\\.archive/\\w+\n)\\d+", "$199"))) {
      Files.writeString(forged, changed);
      assertThat(python(1, VERIFIER, forged, key)).contains("AssertionError");
    }
  }

  /** Its author has read {@code docs/formats} and none of our code. */
  @Test
  void aStrangerReadsSpoolAndArchiveAndFindsTheTreeThatWasSigned() throws Exception {
    AgentHome home = AgentHome.in(folder).with("clock.interval", "true").with("clock.bound", "3s");
    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    commit(30, home);
    String spooled = python(0, READER, "spool", home.path());
    String[] query = {"audit", "query", "--format", "ndjson", "--limit", "0"};
    Map<String, JsonNode> ours = byId(String.join("\n", succeed(archive.run(query))));
    String archived = python(0, READER, "archive", home.path());

    assertThat(ours).hasSizeGreaterThan(30);
    assertThat(byId(spooled)).isEqualTo(ours);
    assertThat(byId(archived)).isEqualTo(ours);
    assertThat(archived).contains("sound: ", " leaves make the tree that heddle.archive/");
    assertThat(extras(spooled)).hasSameSizeAs(ours.keySet()).isEqualTo(extras(archived));
    assertThat(extras(spooled)).allMatch(extras -> extras.contains("[3,\""));
    assertThat(extras(spooled)).as("of requests").anyMatch(extras -> extras.contains("[8,\""));
  }

  @Test
  void aLostTileIsMadeAgainAndPrunedOnesAreNotMissed() throws Exception {
    AgentHome home = AgentHome.in(folder);
    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    commit(150, home);
    succeed(archive.run("audit", "stats"));
    Path tile = home.path().resolve("archive/tlog/tile/0/000");
    Files.delete(tile);
    assertThat(archive.run("audit", "ledger", "status").awaitExit()).isEqualTo(4);
    Jvm doctor = archive.run("doctor");
    assertThat(doctor.awaitExit()).as("%s", doctor.describe()).isEqualTo(1);
    assertThat(String.join("\n", doctor.stdout())).contains("heddle audit ledger rebuild");
    assertThat(succeed(archive.run("audit", "ledger", "rebuild"))).contains("tile/0/000");
    succeed(archive.run("audit", "verify"));
    assertThat(succeed(archive.run("audit", "ledger", "status")).get(0)).startsWith("signed");
  }

  /** An application under the agent commits so many rows for acme, and ends. */
  private void commit(int rows, AgentHome home) throws Exception {
    try (Application application =
        TomcatApplication.start(
            Jvm.on(Jdks.oldest()).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
            "application",
            Database.H2.newUrl(folder),
            Database.H2.connections(),
            folder)) {
      for (int i = 0; i < rows; i++) {
        application.send(Call.of("POST", "/commit?name=row" + i).tenant("acme"));
      }
      application.jvm().terminate().awaitExit();
    }
  }

  private static List<String> succeed(Jvm command) throws InterruptedException, IOException {
    assertThat(command.awaitExit()).as("%s", command.describe()).isZero();
    return command.stdout();
  }

  /** The operations in lines of JSON, without their extras, which each tells in its own way. */
  private static Map<String, JsonNode> byId(String lines) throws IOException {
    Map<String, JsonNode> operations = new TreeMap<>();
    for (String line : lines.split("\n")) {
      if (line.startsWith("{")) {
        ObjectNode operation = (ObjectNode) JSON.readTree(line);
        operation.remove("extras");
        operations.put(operation.get("id").asText(), operation);
      }
    }
    return operations;
  }

  private static List<String> extras(String lines) throws IOException {
    List<String> extras = new ArrayList<>();
    for (String line : lines.split("\n")) {
      if (line.startsWith("{")) {
        extras.add(JSON.readTree(line).get("extras").toString());
      }
    }
    return extras;
  }

  private String python(int exitCode, Path script, Object... arguments) throws Exception {
    Path output = folder.resolve("python.txt");
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    Process python;
    try {
      python =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException missing) {
      throw new AssertionError("this test needs python3 on the path: " + missing, missing);
    }
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(python.exitValue()).as(said).isEqualTo(exitCode);
    return said;
  }
}
