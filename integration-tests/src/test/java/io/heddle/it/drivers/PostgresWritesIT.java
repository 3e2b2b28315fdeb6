package io.heddle.it.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgreSQL's driver writes past statements is recorded, with its rows and its outcome. */
class PostgresWritesIT {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void aCopyIsACreateOfItsRows(Jdk jdk) throws Exception {
    assertThat(run(jdk, "copies"))
        .filteredOn(record -> !record.statement().startsWith("CREATE TABLE"))
        .extracting(PostgresWritesIT::told)
        .containsExactly(
            "CREATE fromreader 2 COMMITTED",
            "CREATE fromstream 2 COMMITTED",
            "CREATE frombytes 2 COMMITTED",
            "CREATE ownmanager 1 COMMITTED",
            "CREATE byhand 2 COMMITTED",
            "CREATE outputstream 2 COMMITTED",
            "CREATE cancelled -1 ROLLED_BACK",
            "CREATE twice -1 ROLLED_BACK",
            "CREATE unreadable -1 ROLLED_BACK",
            "CREATE committed 1 COMMITTED",
            "CREATE undone 1 ROLLED_BACK",
            "CREATE failed -1 ROLLED_BACK",
            "CREATE returned -1 COMMITTED",
            "CREATE nocopy -1 UNKNOWN",
            "CREATE program 2 COMMITTED");
  }

  @Test
  void aLargeObjectIsRecordedOnceForAllWritesThatShareTheirFate() throws Exception {
    assertThat(run(Jdks.oldest(), "objects"))
        .extracting(PostgresWritesIT::told)
        .containsExactly(
            "CREATE pg_largeobject 1 COMMITTED",
            "UPDATE pg_largeobject 1 COMMITTED",
            "UPDATE pg_largeobject 1 COMMITTED",
            "UPDATE pg_largeobject 1 ROLLED_BACK",
            "CREATE pg_largeobject 1 ROLLED_BACK",
            "UPDATE pg_largeobject 1 ROLLED_BACK",
            "CREATE blobs 1 ROLLED_BACK",
            "UPDATE pg_largeobject 1 ROLLED_BACK",
            "DELETE pg_largeobject 1 COMMITTED",
            "DELETE pg_largeobject -1 ROLLED_BACK");
  }

  private List<ArchivedOperation> run(Jdk jdk, String what) throws Exception {
    String url = Database.POSTGRESQL.newUrl(folder);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE blobs (v OID)");
    }
    AgentHome home = AgentHome.in(folder);
    Jvm application =
        Jvm.on(jdk)
            .agent(home)
            .main("io.heddle.it.apps.drivers.PostgresWrites", ClassPath.ofApplications())
            .arguments(url, what)
            .start("application", folder);
    assertThat(application.awaitExit()).as("%s", application.describe()).isZero();
    assertThat(application.stderr()).singleElement().asString().contains("watches this JVM");
    return ArchiveReader.of(jdk, home, folder).all();
  }

  private static String told(ArchivedOperation record) {
    return record.operation()
        + " "
        + record.target()
        + " "
        + record.rows()
        + " "
        + record.outcome();
  }
}
