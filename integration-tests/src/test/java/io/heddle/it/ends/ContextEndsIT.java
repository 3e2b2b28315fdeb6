package io.heddle.it.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tenant's context ends: what goes on is of nobody, and knows the request that began it. */
class ContextEndsIT {
  private static final int ROUNDS = 2;
  private static final Set<String> WITHOUT_LATE = Set.of("fork", "parallel", "delay", "invoke_all");
  private static final Set<String> WITHOUT_OWN =
      Set.of("periodic", "timer_periodic", "fork_join_periodic");

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void whatIsHandedOverInTimeIsItsTenantsAndWhatIsHandedOverLaterIsNobodys(Jdk jdk)
      throws Exception {
    try (EndsRun run = EndsRun.on(jdk, folder, AgentHome.in(folder))) {
      List<String> ways = run.ask("/ways");
      assertThat(ways).hasSizeGreaterThan(14);
      Map<String, Trace> traces = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        String begin = round == 0 ? "/begin?way=" : "/begin-async?way=";
        for (String way : ways) {
          String tenant = "t" + round + "-" + way;
          traces.put(tenant, run.send(begin + way, tenant));
          run.send("/go?way=" + way, "another");
        }
      }
      assertThat(run.outlived("begun_after_end")).isPositive();
      assertThat(run.outlived("beyond_bound")).isZero();
      assertThat(run.outlived("other_work")).isZero();

      List<ArchivedOperation> rows = run.insertsArchived();
      SoftAssertions softly = new SoftAssertions();
      for (Map.Entry<String, Trace> begun : traces.entrySet()) {
        String tenant = begun.getKey();
        String way = tenant.substring(tenant.indexOf('-') + 1);
        List<ArchivedOperation> own = new ArrayList<>();
        List<ArchivedOperation> late = new ArrayList<>();
        for (ArchivedOperation row : rows) {
          if (row.tenant().equals(tenant)) {
            own.add(row);
          } else if (EndsRun.begunBy(row).equals(tenant)) {
            late.add(row);
          }
        }
        softly.assertThat(own.isEmpty()).as(tenant).isEqualTo(WITHOUT_OWN.contains(way));
        softly.assertThat(late.isEmpty()).as(tenant).isEqualTo(WITHOUT_LATE.contains(way));
        softly.assertThat(own).as(tenant).allMatch(row -> EndsRun.table(row).equals(way + "_own"));
        softly
            .assertThat(own)
            .as(tenant)
            .allMatch(row -> row.traceId().equals(begun.getValue().id()));
        softly.assertThat(own).as(tenant).allMatch(row -> EndsRun.begunBy(row).isEmpty());
        softly
            .assertThat(late)
            .as(tenant)
            .allMatch(row -> EndsRun.table(row).equals(way + "_late"))
            .allMatch(row -> row.tenant().equals("~none"))
            .allMatch(
                row ->
                    row.extras()
                        .path("begun_by")
                        .path("trace_id")
                        .asText()
                        .equals(begun.getValue().id()))
            .noneMatch(row -> row.traceId().equals(begun.getValue().id()));
        rows = new ArrayList<>(rows);
        rows.removeAll(own);
        rows.removeAll(late);
      }
      softly.assertThat(rows).as("rows of nobody at all").isEmpty();
      softly.assertAll();

      assertThat(run.insertsArchived("--begun-by", "t0-schedule_itself"))
          .hasSize(3)
          .allMatch(row -> EndsRun.table(row).equals("schedule_itself_late"));
      assertThat(String.join("\n", run.command("audit", "events", "--kind", "context-leak")))
          .contains("begun_after_end", "io.heddle.it.apps.ends.Ways")
          .doesNotContain("t0-", "INSERT");
      assertThat(run.command("audit", "verify")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void aQueuesConsumerDoesNotCarryTheTenantOfTheRequestThatHappenedToStartIt(Jdk jdk)
      throws Exception {
    try (EndsRun run = EndsRun.on(jdk, folder, AgentHome.in(folder))) {
      List<String> queues = run.ask("/queues");
      assertThat(queues).hasSizeGreaterThan(8);
      for (int round = 0; round < 3; round++) {
        for (String tenant : List.of("acme", "globex", "initech")) {
          for (String queue : queues) {
            run.send("/work?queue=" + queue + "&for=" + tenant, tenant);
          }
        }
      }
      assertThat(run.outlived("other_work")).isEqualTo(queues.size());

      List<ArchivedOperation> rows = run.insertsArchived();
      assertThat(rows).hasSize(9 * queues.size());
      SoftAssertions softly = new SoftAssertions();
      for (ArchivedOperation row : rows) {
        String table = EndsRun.table(row);
        String meant = table.substring(table.lastIndexOf('_') + 1);
        softly.assertThat(row.tenant()).as(table).isIn(meant, "~none");
        if (row.tenant().equals("~none")) {
          softly.assertThat(EndsRun.begunBy(row)).as(table).isEqualTo("acme");
        }
      }
      softly.assertAll();
      assertThat(rows)
          .as("work that the first request has put there itself")
          .filteredOn(row -> row.tenant().equals("acme"))
          .hasSize(queues.size());
      assertThat(String.join("\n", run.command("audit", "events", "--kind", "context-leak")))
          .contains("other_work", "io.heddle.it.apps.ends.Consumers");
    }
  }

  @Test
  void aTaskThatTakesFromAPoolOfTheApplicationsOwnKeepsItsTenant() throws Exception {
    try (EndsRun run = EndsRun.on(Jdks.newest(), folder, AgentHome.in(folder))) {
      for (int i = 0; i < 4; i++) {
        run.send("/token?for=globex", "globex");
        run.send("/token?for=initech", "initech");
      }
      run.send("/token-later?for=acme", "acme");
      run.send("/token-go", "globex");
      assertThat(run.insertsArchived())
          .hasSize(12)
          .allMatch(row -> EndsRun.table(row).endsWith("_" + row.tenant()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void aLongReportIsItsTenantsUntilTheBoundAndNobodysBehindIt(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder).withPolicy(policy(1, "1h"));
    try (EndsRun run = EndsRun.on(jdk, folder, home)) {
      run.await("the policy", page -> page.sum("heddle_policy_revision") == 1);
      run.send("/report", "acme");
      long begun = Long.parseLong(run.ask("/written").get(0));
      run.await(
          "rows behind the request's end",
          page -> Long.parseLong(run.ask("/written").get(0)) > begun + 10);
      assertThat(run.outlived("beyond_bound")).isZero();
      Files.writeString(home.path().resolve("policy.yaml"), policy(2, "1s"));
      run.await(
          "a report that is over",
          page -> page.sum("heddle_context_outlived_total", "how", "beyond_bound") == 1);
      long over = Long.parseLong(run.ask("/written").get(0));
      run.await("rows after it", page -> Long.parseLong(run.ask("/written").get(0)) > over + 10);
      run.send("/report-stop", "globex");

      List<ArchivedOperation> rows = run.insertsArchived();
      int first = 0;
      while (first < rows.size() && rows.get(first).tenant().equals("acme")) {
        first++;
      }
      assertThat(first).isGreaterThan(10);
      assertThat(rows.subList(first, rows.size()))
          .hasSizeGreaterThan(10)
          .allMatch(row -> row.tenant().equals("~none"))
          .allMatch(row -> EndsRun.begunBy(row).equals("acme"));
      assertThat(String.join("\n", run.command("audit", "events", "--kind", "context-leak")))
          .contains("beyond_bound", "io.heddle.it.apps.ends.LongReport");
    }
  }

  private static String policy(int revision, String linger) {
    return "version: 1\nrevision: " + revision + "\ncontext: {linger: " + linger + "}\n";
  }
}
