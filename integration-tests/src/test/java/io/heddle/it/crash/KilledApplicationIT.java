package io.heddle.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.TomcatApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the application in mid-load. The databases outlive it: PostgreSQL is a process
 * of its own, and what SQLite has written is the kernel's.
 */
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("environments")
class KilledApplicationIT {
  private static final int REQUESTS_BEFORE = 300;

  @TempDir static Path folder;

  private static Writers writers;
  private static Set<String> rows;
  private static Map<String, List<ArchivedOperation>> archived;

  @Parameter(0)
  Jdk jdk;

  @Parameter(1)
  Database database;

  static Stream<Arguments> environments() {
    return Stream.of(
        Arguments.of(Jdks.oldest(), Database.POSTGRESQL),
        Arguments.of(Jdks.newest(), Database.SQLITE));
  }

  @BeforeParameterizedClassInvocation
  static void killInMidLoad(Jdk jdk, Database database) throws Exception {
    Path own = Files.createDirectories(folder.resolve(database.name()));
    AgentHome home = AgentHome.in(own);
    String url = database.newUrl(own);
    try (Application application =
        TomcatApplication.start(
            Jvm.on(jdk).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
            "killed",
            url,
            database.connections(),
            own)) {
      writers = new Writers(application, REQUESTS_BEFORE);
      writers.awaitEnough();
      application.jvm().kill().awaitExit();
      writers.stop();
    }
    rows = names(url);
    archived =
        ArchiveReader.of(jdk, home, own).all().stream()
            .collect(Collectors.groupingBy(ArchivedOperation::traceId));
  }

  private static Set<String> names(String url) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT name FROM item")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  private static List<ArchivedOperation> statements(String trace) {
    return archived.getOrDefault(trace, List.of()).stream()
        .filter(ArchivedOperation::isStatement)
        .toList();
  }

  @Test
  void everyCommittedRowHasItsRecords() {
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(statements(row))
                    .extracting(ArchivedOperation::operation)
                    .containsExactly("CREATE", "UPDATE"));
  }

  @Test
  void noCommittedRowIsArchivedAsUndone() {
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(statements(row))
                    .extracting(ArchivedOperation::outcome)
                    .isSubsetOf("COMMITTED", "UNKNOWN"));
  }

  @Test
  void whatIsArchivedAsCommittedWasCommitted() {
    Set<String> committed =
        archived.values().stream()
            .flatMap(List::stream)
            .filter(ArchivedOperation::isStatement)
            .filter(record -> record.operation().equals("CREATE"))
            .filter(record -> record.outcome().equals("COMMITTED"))
            .map(ArchivedOperation::traceId)
            .collect(Collectors.toSet());
    assertThat(committed).isNotEmpty().isSubsetOf(rows);
  }

  @Test
  void whatTheApplicationConfirmedHasItsOutcome() {
    assertThat(writers.committed())
        .isNotEmpty()
        .allSatisfy(
            trace ->
                assertThat(statements(trace))
                    .extracting(ArchivedOperation::outcome)
                    .containsExactly("COMMITTED", "COMMITTED"));
    assertThat(writers.rolledBack())
        .isNotEmpty()
        .allSatisfy(
            trace ->
                assertThat(statements(trace))
                    .extracting(ArchivedOperation::outcome)
                    .containsExactly("ROLLED_BACK"));
  }

  @Test
  void nothingStaysUndecided() {
    assertThat(archived.values().stream().flatMap(List::stream))
        .extracting(ArchivedOperation::outcome)
        .doesNotContain("PENDING");
  }

  @Test
  void everyRecordNamesItsTenant() {
    assertThat(writers.committed())
        .allSatisfy(
            trace ->
                assertThat(statements(trace))
                    .extracting(ArchivedOperation::tenant)
                    .containsOnly(writers.tenantOf(trace)));
  }
}
