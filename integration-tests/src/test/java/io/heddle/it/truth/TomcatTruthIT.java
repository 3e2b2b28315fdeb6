package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;

import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, {1}")
@MethodSource("environments")
class TomcatTruthIT {
  @TempDir static Path folder;

  private static TomcatRun run;

  @Parameter(0)
  Jdk jdk;

  @Parameter(1)
  Database database;

  static Stream<Arguments> environments() {
    return Jdks.all().stream()
        .flatMap(jdk -> Stream.of(Database.values()).map(database -> Arguments.of(jdk, database)));
  }

  @BeforeParameterizedClassInvocation
  static void runEverythingOnce(Jdk jdk, Database database) throws Exception {
    run = TomcatRun.of(jdk, database, folder.resolve(jdk.feature() + "-" + database));
  }

  @Test
  void answersAsItDoesWithoutTheAgent() {
    assertThatList(run.answers).isEqualTo(run.plainAnswers);
    assertThat(run.exitCode).isEqualTo(run.plainExitCode);
  }

  @Test
  void answersEveryScenarioAsItShould() {
    Scenario[] scenarios = Scenario.values();
    for (int i = 0; i < scenarios.length; i++) {
      assertThat(run.answers.get(2 * i).status())
          .as("%s: %s", scenarios[i], run.answers.get(2 * i))
          .isEqualTo(scenarios[i].status());
    }
  }

  @Test
  void writesOneLineToStandardError() {
    assertThat(run.plainStderr).isEmpty();
    assertThatList(run.stderr).hasSize(1).allMatch(line -> line.startsWith("heddle: "));
  }

  @Test
  void archivesEveryWriteOnceWithItsTrueOutcome() {
    SoftAssertions softly = new SoftAssertions();
    run.traces.forEach(
        (scenario, trace) ->
            softly
                .assertThat(
                    run.archived(trace).stream()
                        .filter(ArchivedOperation::isStatement)
                        .map(Expected::of))
                .as("%s", scenario)
                .containsExactlyElementsOf(scenario.statements()));
    softly.assertAll();
  }

  @Test
  void archivesEveryMutatingRequestOnce() {
    SoftAssertions softly = new SoftAssertions();
    run.traces.forEach(
        (scenario, trace) ->
            softly
                .assertThat(
                    run.archived(trace).stream()
                        .filter(ArchivedOperation::isRequest)
                        .map(ArchivedOperation::status))
                .as("%s", scenario)
                .isEqualTo(scenario.isMutating() ? List.of(scenario.status()) : List.of()));
    softly.assertAll();
  }

  @Test
  void namesTheTenantOfEveryRecord() {
    SoftAssertions softly = new SoftAssertions();
    run.traces.forEach(
        (scenario, trace) ->
            softly
                .assertThat(run.archived(trace))
                .as("%s", scenario)
                .allMatch(record -> record.tenant().equals(scenario.tenant())));
    softly.assertAll();
  }

  @Test
  void leavesNoTenantBehindOnAnyThread() {
    SoftAssertions softly = new SoftAssertions();
    run.tenantTraces.forEach(
        (key, trace) ->
            softly
                .assertThat(run.archived(trace).stream().map(ArchivedOperation::tenant).distinct())
                .as("what was done for %s", key)
                .containsExactly(key.substring(0, key.indexOf(' '))));
    softly.assertAll();
  }

  @Test
  void countsTheRowsOfABatch() {
    assertThat(run.archived(run.traces.get(Scenario.BATCH)).stream())
        .filteredOn(ArchivedOperation::isStatement)
        .extracting(ArchivedOperation::rows)
        .containsExactly(5L);
  }

  @Test
  void givesEveryRecordAnIdOfItsOwn() {
    assertThat(run.archived)
        .extracting(ArchivedOperation::auditTraceId)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("at-[0-9a-hjkmnp-tv-zA-HJKMNP-TV-Z]{26}"));
  }

  @Test
  void countsEveryRequest() {
    assertThat(run.metrics.sum("heddle_http_requests_total")).isEqualTo(run.requests);
    assertThat(run.metrics.sum("http_server_request_duration_seconds_count"))
        .isEqualTo(run.requests);
  }

  @Test
  void countsForTenantsWhatItCountsInTotal() {
    for (String what : List.of("http_requests", "http_errors", "db_operations", "db_errors")) {
      assertThat(run.metrics.sum("heddle_tenant_" + what + "_total"))
          .as(what)
          .isEqualTo(run.metrics.sum("heddle_" + what + "_total"));
    }
    assertThat(run.metrics.sum("heddle_tenant_http_requests_total", "tenant", "~invalid"))
        .isEqualTo(TenantHeader.MALFORMED.size());
    assertThat(run.metrics.sum("heddle_tenant_http_requests_total", "tenant", "~none"))
        .isEqualTo(Scenario.values().length + 1);
  }

  @Test
  void reportsNeitherLeaksNorFailuresNorLosses() {
    assertThat(
            run.metrics
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .filter(this::isTrouble))
        .isEmpty();
  }

  private boolean isTrouble(String line) {
    return (line.contains("leak")
            || line.contains("failures")
            || line.contains("suppressed")
            || line.contains("lost")
            || line.contains("loss")
            || line.contains("dropped"))
        && !line.endsWith(" 0.0");
  }

  @Test
  void letsNoLiteralLeaveTheProcess() throws Exception {
    assertThat(run.home.filesHolding(TomcatRun.CANARY)).isEmpty();
    assertThat(run.spans).noneMatch(span -> span.span().toString().contains(TomcatRun.CANARY));
    assertThat(run.metrics.text()).doesNotContain(TomcatRun.CANARY);
    assertThat(run.archived(run.canaryTrace))
        .as("the statement itself is archived")
        .anyMatch(record -> record.statement().contains("INSERT INTO item"));
  }

  @Test
  void letsNoMalformedTenantLeaveTheProcess() throws Exception {
    for (String malformed : List.of("two words", "o'brien", "a{b}", "x;DROP", "a".repeat(65))) {
      assertThat(run.home.filesHolding(malformed)).as(malformed).isEmpty();
      assertThat(run.metrics.text()).doesNotContain(malformed);
      assertThat(run.spans).noneMatch(span -> span.span().toString().contains(malformed));
    }
  }

  @Test
  void sendsASpanOfEveryRequestAndStatement() {
    var spans =
        run.spans.stream()
            .filter(span -> span.traceId().equals(run.traces.get(Scenario.COMMIT).id()))
            .toList();
    var server =
        spans.stream()
            .filter(span -> span.span().getKind().name().equals("SPAN_KIND_SERVER"))
            .toList();
    assertThat(server).hasSize(1);
    assertThat(server.get(0).parentSpanId()).isEqualTo(run.traces.get(Scenario.COMMIT).spanId());
    assertThat(server.get(0).attribute("tenant.id")).isEqualTo(Scenario.COMMIT.tenant());
    assertThat(spans)
        .filteredOn(span -> span.span().getKind().name().equals("SPAN_KIND_CLIENT"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(span -> span.parentSpanId().equals(server.get(0).spanId()));
  }

  @Test
  void keepsTheIdsOfSpansApart() {
    assertThat(
            run.spans.stream()
                .collect(Collectors.groupingBy(span -> span.spanId(), Collectors.counting()))
                .values())
        .allMatch(count -> count == 1);
  }

  @Test
  void servesAPageThatParses() {
    assertThat(
            run.metrics.matching("heddle_tenant_http_requests_total").stream()
                .map(MetricsPage.Sample::labels)
                .map(labels -> labels.get("tenant"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values())
        .allMatch(count -> count == 1);
  }
}
