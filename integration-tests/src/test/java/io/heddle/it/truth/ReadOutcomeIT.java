package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.oracle.driver.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement that reads has succeeded or failed: UNKNOWN is left to what nobody knows. */
class ReadOutcomeIT {
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE t (id INT)",
          "INSERT INTO t VALUES (1)",
          "SELECT id FROM t",
          "WITH x (c) AS (SELECT id FROM t) SELECT c FROM x",
          "SELECT nosuch FROM t",
          "SELECT id FROM nosuch");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL", "SQLITE", "HSQLDB"})
  void readsSucceedOrFail(Driver driver) throws Exception {
    AgentHome home = AgentHome.in(folder).with("audit.reads", "true");
    if (!driver.classes().isEmpty()) {
      home.with("jdbc.drivers", String.join(",", driver.classes()));
    }
    Path file = Files.write(folder.resolve("statements"), STATEMENTS);
    try (Jvm jvm =
        Jvm.on(Jdks.oldest())
            .agent(home)
            .main("io.heddle.it.apps.jdbc.StatementsApplication", driver.classPath(Jdks.oldest()))
            .arguments(driver.newUrl(folder), file, driver.user(), driver.password())
            .start("application", folder)) {
      jvm.awaitLine("ACCEPTED 4");
      jvm.terminate().awaitExit();
    }

    ArchiveReader archive = ArchiveReader.of(Jdks.oldest(), home, folder);
    assertThat(archive.all("--type", "READ"))
        .extracting(ArchivedOperation::outcome)
        .containsExactlyInAnyOrder("SUCCEEDED", "SUCCEEDED", "FAILED", "FAILED");
    assertThat(archive.all("--outcome", "UNKNOWN")).isEmpty();
    assertThat(archive.all("--outcome", "COMMITTED"))
        .extracting(ArchivedOperation::operation)
        .contains("DDL", "CREATE");
    assertThat(statusesInOcsf(archive))
        .contains("\"status\":\"Success\"", "\"status\":\"Failure\"");
    assertThat(statusesInOcsf(archive)).doesNotContain("\"status\":\"Unknown\"");
  }

  private String statusesInOcsf(ArchiveReader archive) throws Exception {
    Path file = folder.resolve("events.ocsf");
    Files.deleteIfExists(file);
    Jvm export = archive.run("audit", "export", "--format", "ocsf", "--output", file.toString());
    assertThat(export.awaitExit()).isZero();
    return Files.readString(file);
  }
}
