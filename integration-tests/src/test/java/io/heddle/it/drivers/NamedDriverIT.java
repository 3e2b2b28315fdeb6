package io.heddle.it.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.MetricsPage;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle.jdbc.drivers}, used as its document says, loses no write. */
class NamedDriverIT {
  private static final String APPLICATION = "io.heddle.it.apps.drivers.DriverApplication";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "derby, jdbc:derby:memory:test;create=true",
    "hsqldb, jdbc:hsqldb:mem:test",
    "duckdb, jdbc:duckdb:"
  })
  void everyWriteOfANamedDriverIsRecordedOnce(String driver, String url) throws Exception {
    AgentHome home = AgentHome.in(folder).with("jdbc.drivers", names(driver, url));
    Jvm application = run(home, driver, url, 2);

    isEachRecordedOnce(home, application);
  }

  @Test
  void superclassesThatWereLoadedBeforeAreWovenToo() throws Exception {
    String url = "jdbc:derby:memory:test;create=true";
    AgentHome home = AgentHome.in(folder).with("jdbc.drivers", names("derby", url));
    Jvm application =
        run(
            home,
            "derby",
            url,
            1,
            "org.apache.derby.impl.jdbc.EmbedStatement",
            "org.apache.derby.impl.jdbc.EmbedPreparedStatement");

    isEachRecordedOnce(home, application);
  }

  @Test
  void aNamedClassInWhichNothingCanBeWovenIsAWarningAndAFinding() throws Exception {
    AgentHome home =
        AgentHome.in(folder)
            .with("jdbc.drivers", "org.hsqldb.jdbc.JDBCDriver,org.hsqldb.jdbc.JDBCNever");
    try (Jvm application =
        application(Jvm.on(Jdks.newest()).agent(home), "hsqldb", "jdbc:hsqldb:mem:test", 1, "stay")
            .start("application", folder)) {
      application.awaitErrorLine(
          "heddle: heddle.jdbc.drivers names org.hsqldb.jdbc.JDBCDriver, which is no connection.*");
      MetricsPage.await(
          home.metricsPort(),
          "the class that is never loaded counts too",
          Duration.ofSeconds(20),
          page -> page.sum("heddle_jdbc_named_classes_unwoven") == 2);
      ArchiveReader reader = ArchiveReader.of(Jdks.newest(), home, folder);
      Jvm doctor = reader.run("doctor");
      doctor.awaitExit();
      assertThat(doctor.stdout())
          .anyMatch(
              line ->
                  line.contains("jvm " + application.pid())
                      && line.contains("names org.hsqldb.jdbc.JDBCDriver is no connection"))
          .anyMatch(line -> line.contains("names org.hsqldb.jdbc.JDBCNever is not loaded"));
      Jvm events = reader.run("audit", "events", "--format", "ndjson");
      assertThat(events.awaitExit()).isZero();
      assertThat(events.stdout())
          .anyMatch(line -> line.contains("DRIVER_NOT_WOVEN") && line.contains("JDBCDriver"))
          .noneMatch(line -> line.contains("JDBCNever"));
      assertThat(application.stderr()).noneMatch(line -> line.contains("JDBCNever"));
    }
  }

  private void isEachRecordedOnce(AgentHome home, Jvm application) throws Exception {
    assertThat(application.stderr()).allMatch(line -> line.startsWith("heddle: "));
    assertThat(application.stderr()).noneMatch(line -> line.contains("jdbc"));
    List<ArchivedOperation> records =
        ArchiveReader.of(Jdks.newest(), home, folder).all().stream()
            .filter(record -> record.operation().equals("CREATE"))
            .toList();
    List<String> wrote =
        application.stdout().stream().filter(line -> line.startsWith("WROTE ")).toList();
    assertThat(wrote).hasSizeGreaterThanOrEqualTo(15);
    for (String line : wrote) {
      String[] words = line.split(" ");
      List<ArchivedOperation> ofTable =
          records.stream()
              .filter(record -> record.target().toLowerCase(Locale.ROOT).equals(words[1]))
              .filter(record -> record.outcome().equals("COMMITTED"))
              .toList();
      int rows = Integer.parseInt(words[3]);
      boolean isBatch = words[2].endsWith("BATCH") && !words[2].startsWith("PREPARED");
      assertThat(ofTable).as(line).hasSize(rows == 0 ? 0 : isBatch ? 3 : 1);
      if (ofTable.stream().allMatch(record -> record.rows() >= 0)) {
        assertThat(ofTable.stream().mapToLong(ArchivedOperation::rows).sum()).isEqualTo(rows);
      } else {
        assertThat(words[2]).as("did not say how many rows").endsWith("EXECUTE");
      }
    }
  }

  /** What the driver's objects say of themselves. */
  private String names(String driver, String url) throws Exception {
    Jvm asked = application(Jvm.on(Jdks.newest()), driver, url, 1, "names").start("names", folder);
    assertThat(asked.awaitExit()).as("%s", asked.describe()).isZero();
    return asked.stdout().stream()
        .filter(line -> line.startsWith("CLASS "))
        .map(line -> line.substring("CLASS ".length()))
        .distinct()
        .collect(Collectors.joining(","));
  }

  private Jvm run(AgentHome home, String driver, String url, int loaders, Object... first)
      throws Exception {
    Jvm application =
        application(Jvm.on(Jdks.newest()).agent(home), driver, url, loaders, first)
            .start("application", folder);
    assertThat(application.awaitExit()).as("%s", application.describe()).isZero();
    return application;
  }

  private JvmCommand application(
      JvmCommand command, String driver, String url, int loaders, Object... more) {
    return command
        .main(APPLICATION, ClassPath.ofApplications())
        .arguments(url, jars(driver), loaders)
        .arguments(more);
  }

  private static String jars(String driver) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith(driver))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
