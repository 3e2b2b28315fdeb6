package io.heddle.it.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an updatable result set writes is recorded where the driver runs statements for it. */
class UpdatableRowsIT {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Database.class,
      names = {"H2", "POSTGRESQL"})
  void rowsInsertedChangedAndDeletedInPlaceAreRecorded(Database database) throws Exception {
    AgentHome home = AgentHome.in(folder);
    try (Jvm application =
        Jvm.on(Jdks.newest())
            .agent(home)
            .main("io.heddle.it.apps.drivers.UpdatableRows", ClassPath.ofApplications())
            .arguments(database.newUrl(folder))
            .start("application", folder)) {
      assertThat(application.awaitExit()).as("%s", application.describe()).isZero();
      assertThat(application.stderr()).singleElement().asString().contains("watches this JVM");
    }
    assertThat(ArchiveReader.of(Jdks.newest(), home, folder).all())
        .filteredOn(record -> !record.operation().equals("DDL"))
        .extracting(
            record ->
                record.operation()
                    + " "
                    + record.target().replaceAll("(?i)\"|public\\.", "").toLowerCase(Locale.ROOT)
                    + " "
                    + record.outcome())
        .containsExactly(
            "CREATE accounts COMMITTED",
            "CREATE accounts COMMITTED",
            "UPDATE accounts COMMITTED",
            "DELETE accounts COMMITTED",
            "CREATE accounts ROLLED_BACK",
            "UPDATE accounts ROLLED_BACK",
            "DELETE accounts ROLLED_BACK");
  }
}
