package io.heddle.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.operation.EpochClock;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.exporter.telemetry.otlp.OtlpOptions;
import io.heddle.exporter.telemetry.otlp.SpanExport;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.tiers.Tier;
import io.heddle.sampler.traces.Reason;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceSampler;
import io.heddle.sampler.traces.TraceWeight;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanSinkTest {
  private static final Subject SUBJECT =
      new Subject(OperationType.OTHER, false, "GET", "/", "GET /", "GET /");

  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final Tenant acme = tenants.intern("acme");
  private final CurrentThread threads = new CurrentThread();
  private final SpanExport spans =
      new SpanExport(
          OtlpOptions.of(
              Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")::get, problem -> {}),
          line -> {});
  private final TenantTraceSampler sampler =
      new TenantTraceSampler(TraceRules.DEFAULT, 10, 3, () -> Tier.FEW, System.nanoTime());
  private OperationRecorder recorder = recorder(new BudgetDecision(sampler, true));

  @Test
  void shipsAKeptTraceAtItsEndWithItsProbability() {
    Operation root = recorder.serve(acme, null, "");
    Operation call = call(root, "");
    assertThat(spans.waiting()).isZero();

    end(root, 200, "");

    assertThat(spans.waiting()).isEqualTo(2);
    assertThat(root.traceState()).isEqualTo("ot=th:0");
    assertThat(call.traceState()).isEqualTo("ot=th:0");
    assertThat(TraceParent.format(root.context(), 1)).endsWith("-03");
  }

  @Test
  void shipsNothingOfADroppedTrace() {
    sampler.weigh(acme.index(), TraceWeight.NEVER);
    Operation root = recorder.serve(acme, null, "");
    call(root, "");
    end(root, 404, "");
    call(root, "08006"); // which comes too late to matter

    assertThat(spans.waiting()).isZero();
    assertThat(TraceParent.format(root.context(), 1)).endsWith("-02");
  }

  @Test
  void promotesADroppedTraceThatFailedTogetherWithWhatItDid() {
    sampler.weigh(acme.index(), TraceWeight.NEVER);
    Operation root = recorder.serve(acme, null, "");
    Operation call = call(root, "08006");
    assertThat(recorder.mayKeep(root)).isFalse();
    end(root, 503, "503");
    Operation late = call(root, "");

    assertThat(spans.waiting()).isEqualTo(3);
    for (Operation operation : new Operation[] {root, call, late}) {
      assertThat(operation.traceFlags()).isEqualTo((byte) 3);
      assertThat(operation.traceState()).isEqualTo("ot=th:0");
    }
    assertThat(recorder.mayKeep(root)).isTrue();
    assertThat(sampler.count(Reason.PROMOTED)).isEqualTo(1);
  }

  @Test
  void promotesASlowRequest() {
    sampler.weigh(acme.index(), TraceWeight.NEVER);
    TraceRules rules = TraceRules.DEFAULT;
    sampler.change(
        new TraceRules(100, 0.8, 0.5, 0.2, rules.fractions(), java.time.Duration.ofNanos(1), 20));
    Operation root = recorder.serve(acme, null, "");
    end(root, 200, "");

    assertThat(spans.waiting()).isEqualTo(1);
  }

  @Test
  void followsItsCallerAndHandsTheProbabilityOn() {
    TraceParent kept = new TraceParent(1, 0x00ff_ffff_ffff_ffffL, 7, (byte) 3);
    Operation root = recorder.serve(acme, kept, "v=1,ot=th:c;x:y");
    end(root, 200, "");
    assertThat(spans.waiting()).isEqualTo(1);
    assertThat(root.traceState()).isEqualTo("v=1,ot=th:c;x:y");

    TraceParent dropped = new TraceParent(1, 5, 7, (byte) 2);
    Operation other = recorder.serve(acme, dropped, "v=1,ot=th:c;x:y");
    assertThat(other.context().isSampled()).isFalse();
    assertThat(other.context().traceState()).isEqualTo("ot=x:y,v=1");
    end(other, 200, "");
    assertThat(spans.waiting()).isEqualTo(1);
  }

  @Test
  void keepsAFailureThoughItsCallerWasDropped() {
    TraceParent dropped = new TraceParent(1, 5, 7, (byte) 2);
    Operation root = recorder.serve(acme, dropped, "v=1,ot=rv:00000000000005");
    end(root, 500, "500");

    assertThat(spans.waiting()).isEqualTo(1);
    assertThat(root.traceState()).isEqualTo("ot=th:0;rv:00000000000005,v=1");
  }

  @Test
  void aTraceWithMoreOperationsThanMayWaitGoesOn() {
    Operation root = recorder.serve(acme, null, "");
    for (int i = 0; i < 100; i++) {
      call(root, "");
    }
    end(root, 200, "");

    assertThat(spans.waiting()).isEqualTo(101);
  }

  @Test
  void theStandardVariableIsTheLastWord() {
    recorder = recorder(new StandardDecision(TraceSampler.of("always_off", null, problem -> {})));
    Operation root = recorder.serve(acme, null, "");
    assertThat(root.context().trace()).isNull();
    end(root, 500, "500");
    assertThat(spans.waiting()).isZero();

    recorder = recorder(new StandardDecision(TraceSampler.PARENT_OR_ALWAYS));
    Operation kept = recorder.serve(acme, new TraceParent(1, 5, 7, (byte) 1), "ot=th:c,v=1");
    call(kept, "");
    assertThat(spans.waiting()).isEqualTo(1);
    assertThat(kept.context().traceState()).isEqualTo("ot=th:c,v=1");
  }

  private OperationRecorder recorder(TraceDecision decision) {
    return new OperationRecorder(
        new EpochClock(),
        decision,
        new ContextEnds(tenants.none(), new CurrentPolicy(Policy.DEFAULT), (how, task) -> {}),
        new CurrentPolicy(Policy.DEFAULT),
        new SpanSink(spans, decision));
  }

  private Operation call(Operation root, String error) {
    threads.state().attach(root.context());
    Operation call = recorder.call(Layer.JDBC, threads.state());
    threads.state().attach(null);
    call.names(SUBJECT);
    call.failed(error);
    recorder.end(call);
    return call;
  }

  private void end(Operation root, int status, String error) {
    root.names(SUBJECT);
    root.answered(status, error);
    recorder.end(root);
  }
}
