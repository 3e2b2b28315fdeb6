package io.heddle.it.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Answer;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Call;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.OtlpReceiver;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One service calls another over HTTP: one trace, and the tenant only where it may go. */
class TwoProcessesIT {
  private static final int SPANS = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void spansFormOneTraceAcrossProcesses(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Application called = start(jdk, "called", receiver, AgentHome.in(sub("b")));
        Application caller = start(jdk, "caller", receiver, AgentHome.in(sub("a")))) {
      Trace trace = Trace.start();
      Answer answer = call(caller, called, trace);
      assertThat(answer.body()).isEqualTo("200 committed");

      Eventually.holds(
          "all spans have arrived",
          Duration.ofSeconds(20),
          () -> receiver.spans(trace).size() >= SPANS);
      Map<String, OtlpReceiver.Received> byRole =
          receiver.spans(trace).stream()
              .filter(span -> !span.span().getName().startsWith("UPDATE"))
              .collect(Collectors.toMap(TwoProcessesIT::role, Function.identity()));
      assertThat(byRole.get("caller SERVER").parentSpanId()).isEqualTo(trace.spanId());
      assertThat(byRole.get("caller CLIENT").parentSpanId())
          .isEqualTo(byRole.get("caller SERVER").spanId());
      assertThat(byRole.get("called SERVER").parentSpanId())
          .isEqualTo(byRole.get("caller CLIENT").spanId());
      assertThat(byRole.get("called CLIENT").parentSpanId())
          .isEqualTo(byRole.get("called SERVER").spanId());
      assertThat(receiver.spans(trace)).hasSize(SPANS);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void tellsTheTenantOnlyToHostsItMay(Jdk jdk) throws Exception {
    AgentHome calledHome = AgentHome.in(sub("b"));
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Application called = start(jdk, "called", receiver, calledHome);
        Application discreet = start(jdk, "discreet", receiver, AgentHome.in(sub("a")));
        Application open =
            start(
                jdk,
                "open",
                receiver,
                AgentHome.in(sub("c")).with("tenant.propagation.hosts", "127.0.0.1"))) {
      Trace kept = Trace.start();
      Trace told = Trace.start();
      call(discreet, called, kept);
      call(open, called, told);
      called.jvm().terminate().awaitExit();

      List<ArchivedOperation> archived = ArchiveReader.of(jdk, calledHome, folder).all();
      assertThat(archived)
          .filteredOn(record -> record.traceId().equals(kept.id()))
          .hasSize(3)
          .allMatch(record -> record.tenant().equals("~none"));
      assertThat(archived)
          .filteredOn(record -> record.traceId().equals(told.id()))
          .hasSize(3)
          .allMatch(record -> record.tenant().equals("acme"));
    }
  }

  private static Answer call(Application caller, Application called, Trace trace) {
    String url = "http://127.0.0.1:" + called.port() + "/commit?name=" + trace.id();
    return caller.send(Call.of("POST", "/call?url=" + url).tenant("acme").trace(trace));
  }

  private Application start(Jdk jdk, String name, OtlpReceiver receiver, AgentHome home)
      throws Exception {
    Path own = sub(name);
    return TomcatApplication.start(
        Jvm.on(jdk)
            .agent(home)
            .environment("OTEL_SERVICE_NAME", name)
            .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
            .environment("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint()),
        name,
        Database.H2.newUrl(own),
        Database.H2.connections(),
        own);
  }

  private Path sub(String name) throws Exception {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Service and kind: there is one span of each here. */
  private static String role(OtlpReceiver.Received span) {
    return span.service() + " " + span.span().getKind().name().replace("SPAN_KIND_", "");
  }
}
