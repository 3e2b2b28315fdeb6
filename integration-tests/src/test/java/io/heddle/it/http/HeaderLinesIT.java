package io.heddle.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose headers say a thing twice, or two things. */
class HeaderLinesIT {
  private static final String TENANT = "X-Tenant-ID";

  @TempDir Path folder;

  private Application application;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void whoNamesTwoTenantsIsNeither(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    Trace same = Trace.start();
    Trace different = Trace.start();
    Trace reversed = Trace.start();
    Trace joined = Trace.start();
    try (Application started = TomcatApplication.start(jdk, home, folder)) {
      application = started;
      send(commit(same), TENANT, "acme", "acme");
      send(commit(different), TENANT, "acme", "globex");
      send(commit(reversed), TENANT, "globex", "acme");
      send(commit(joined), TENANT, "acme,globex");
      Trace one = Trace.start();
      Trace other = Trace.start();
      send(
          Call.of("POST", "/hello").tenant("twice"),
          "traceparent",
          one.traceParent(),
          other.traceParent());
      Eventually.holds(
          "contradictions are counted",
          Duration.ofSeconds(20),
          () ->
              MetricsPage.scrape(home.metricsPort()).sum("heddle_tenant_contradictions_total")
                  == 2);
      application.jvm().terminate().awaitExit();

      List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
      assertThat(tenants(archived, same)).containsExactly("acme");
      assertThat(tenants(archived, different)).containsExactly("~invalid");
      assertThat(tenants(archived, reversed)).containsExactly("~invalid");
      assertThat(tenants(archived, joined)).containsExactly("~invalid");
      assertThat(archived)
          .filteredOn(record -> record.tenant().equals("twice"))
          .singleElement()
          .extracting(ArchivedOperation::traceId)
          .isNotIn(one.id(), other.id());
    }
  }

  private static Call commit(Trace trace) {
    return Call.of("POST", "/commit?name=" + trace.spanId()).trace(trace);
  }

  private void send(Call call, String header, String... lines) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(application.request(call), (name, value) -> true);
    for (String line : lines) {
      request.header(header, line);
    }
    assertThat(Client.send(request.build()).status()).isEqualTo(200);
  }

  private static Set<String> tenants(List<ArchivedOperation> archived, Trace trace) {
    return archived.stream()
        .filter(record -> record.traceId().equals(trace.id()))
        .map(ArchivedOperation::tenant)
        .collect(Collectors.toSet());
  }
}
