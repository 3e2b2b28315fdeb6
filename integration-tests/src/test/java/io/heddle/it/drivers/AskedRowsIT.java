package io.heddle.it.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records have the rows that the driver has told the application, whenever that was. */
class AskedRowsIT {
  private static final List<String> COUNTED =
      List.of(
          "asked 3 COMMITTED",
          "asked_for_many 3 COMMITTED",
          "prepared 3 COMMITTED",
          "not_asked -1 COMMITTED",
          "asked_too_late -1 COMMITTED",
          "another 3 COMMITTED",
          "committed 3 COMMITTED",
          "committed_unasked -1 COMMITTED",
          "undone 3 ROLLED_BACK");
  private static final List<String> RETURNED =
      List.of(
          "returned 3 COMMITTED",
          "returned_by_execute 3 COMMITTED",
          "returned_in_part -1 COMMITTED");
  private static final String LEFT = "left_to_the_end -1 COMMITTED";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void rowsAreThoseThatPostgresHasTold(Jdk jdk) throws Exception {
    String url = Database.POSTGRESQL.newUrl(folder);
    assertThat(run(jdk, url + "&reWriteBatchedInserts=true", "returning", "rewriting"))
        .containsExactlyElementsOf(
            all(
                COUNTED,
                RETURNED,
                List.of("rewritten 5 COMMITTED", "upserted -1 COMMITTED", LEFT)));
  }

  @Test
  void rowsAreThoseThatH2HasTold() throws Exception {
    assertThat(run(Jdks.newest(), Database.H2.newUrl(folder)))
        .containsExactlyElementsOf(all(COUNTED, List.of(LEFT)));
  }

  @Test
  void rowsAreThoseThatSqliteHasTold() throws Exception {
    assertThat(run(Jdks.newest(), Database.SQLITE.newUrl(folder), "returning"))
        .containsExactlyElementsOf(all(COUNTED, RETURNED, List.of(LEFT)));
  }

  private List<String> run(Jdk jdk, Object... arguments) throws Exception {
    AgentHome home = AgentHome.in(folder);
    Jvm application =
        Jvm.on(jdk)
            .agent(home)
            .main("io.heddle.it.apps.drivers.AskedRows", ClassPath.ofApplications())
            .arguments(arguments)
            .start("application", folder);
    assertThat(application.awaitExit()).as("%s", application.describe()).isZero();
    assertThat(application.stderr()).singleElement().asString().contains("watches this JVM");
    return ArchiveReader.of(jdk, home, folder).all().stream()
        .filter(record -> record.operation().equals("CREATE"))
        .map(
            record ->
                record.target().toLowerCase(Locale.ROOT)
                    + " "
                    + record.rows()
                    + " "
                    + record.outcome())
        .toList();
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
