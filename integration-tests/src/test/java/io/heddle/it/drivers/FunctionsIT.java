package io.heddle.it.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that calls a function of which the policy says that it writes is recorded. */
class FunctionsIT {
  @TempDir Path folder;

  @Test
  void aQueryThatCallsAWritingFunctionIsRecordedAsACallOfIt() throws Exception {
    String url = Database.POSTGRESQL.newUrl(folder);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE booked (id INT)");
      statement.execute("CREATE TABLE notes (id INT)");
      statement.execute("CREATE SCHEMA billing");
      for (String name : new String[] {"book_order", "billing.charge"}) {
        statement.execute(
            "CREATE FUNCTION "
                + name
                + "(i INT) RETURNS INT LANGUAGE sql AS 'INSERT INTO booked VALUES (i) RETURNING id'");
      }
      statement.execute("CREATE FUNCTION read_order(i INT) RETURNS INT LANGUAGE sql AS 'SELECT i'");
    }
    AgentHome home =
        AgentHome.in(folder)
            .withPolicy(
                "version: 1\nrevision: 1\naudit: {functions: [book_order, \"billing.*\"]}\n");
    Path begin = folder.resolve("begin");
    try (Jvm application =
        Jvm.on(Jdks.newest())
            .agent(home)
            .main("io.heddle.it.apps.drivers.Functions", ClassPath.ofApplications())
            .arguments(url, begin)
            .start("application", folder)) {
      MetricsPage.await(
          home.metricsPort(),
          "the policy is in force",
          Duration.ofSeconds(30),
          page -> page.sum("heddle_policy_revision") == 1);
      Files.createFile(begin);
      assertThat(application.awaitExit()).as("%s", application.describe()).isZero();
      assertThat(application.stderr()).allMatch(line -> line.startsWith("heddle: "));
    }
    assertThat(ArchiveReader.of(Jdks.newest(), home, folder).all())
        .extracting(record -> record.operation() + " " + record.target() + " " + record.outcome())
        .containsExactly(
            "CALL book_order COMMITTED",
            "CALL billing.charge COMMITTED",
            "CALL book_order COMMITTED",
            "CALL book_order COMMITTED",
            "CREATE notes COMMITTED",
            "CALL book_order COMMITTED",
            "CALL book_order ROLLED_BACK");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM booked")) {
      rows.next();
      assertThat(rows.getInt(1)).as("what the records say").isEqualTo(5);
    }
  }
}
