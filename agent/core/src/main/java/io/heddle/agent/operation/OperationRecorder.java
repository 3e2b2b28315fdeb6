package io.heddle.agent.operation;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.LocalTrace;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.TraceIds;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.tenant.Tenant;
import io.heddle.audit.spool.Layer;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import java.util.List;

/**
 * Starts operations and hands finished ones to the sinks, in the order in which they are given.
 *
 * <p>Any thread. A sink that throws is not this class's business: advice suppresses and counts.
 */
public final class OperationRecorder {
  private final EpochClock clock;
  private final TraceDecision decision;
  private final ContextEnds ends;
  private final CurrentPolicy policy;
  private final OperationSink[] sinks;

  /**
   * @param ends say what becomes of work that outlives its request
   * @param policy says what is taken out of an operation before anybody sees it
   */
  public OperationRecorder(
      EpochClock clock,
      TraceDecision decision,
      ContextEnds ends,
      CurrentPolicy policy,
      OperationSink... sinks) {
    this.clock = clock;
    this.decision = decision;
    this.ends = ends;
    this.policy = policy;
    this.sinks = sinks.clone();
  }

  /**
   * Starts a request served for {@code tenant}. The caller attaches {@link Operation#context} to
   * the thread.
   *
   * @param parent what the caller sent in {@code traceparent}; null to start a new trace
   * @param traceState what came with it; empty if nothing did
   */
  public Operation serve(Tenant tenant, TraceParent parent, String traceState) {
    long nanoTime = System.nanoTime();
    long epochNanos = clock.epochNanos(nanoTime);
    return Operation.served(
        newContext(tenant, parent, traceState, nanoTime, epochNanos, null),
        parent,
        nanoTime,
        epochNanos);
  }

  /** Starts a call that the running thread makes. */
  public Operation call(Layer layer, ThreadState thread) {
    long nanoTime = System.nanoTime();
    long epochNanos = clock.epochNanos(nanoTime);
    TenantContext context = ends.current(thread, nanoTime);
    if (context != null && context.begunBy() == null) {
      return Operation.called(layer, context, TraceIds.spanId(), nanoTime, epochNanos);
    }
    TenantContext begunBy = context == null ? null : context.begunBy();
    return Operation.orphaned(
        layer,
        newContext(ends.nobody(), null, "", nanoTime, epochNanos, begunBy),
        nanoTime,
        epochNanos);
  }

  /**
   * Whether an operation's span may be shipped, as far as is known now: then it is worth while to
   * describe it.
   */
  public boolean mayKeep(Operation operation) {
    TenantContext context = operation.context();
    return context.isSampled()
        || context.trace() != null
            && (operation.isError() || operation.hasTaken(decision.slowNanos()));
  }

  /**
   * Whether literals and bound values of an operation are kept, sealed. Not if its names are taken
   * out: redaction wins.
   */
  public boolean keepsDetail(Subject subject) {
    Policy now = policy.policy();
    return subject.isDetailed(now.audit())
        && (now.redaction() == Redaction.NONE || !subject.shownUnder(now.redaction()).isMasked());
  }

  /**
   * The columns that identify a row whose fingerprint is wanted when it is written so; none if it
   * is not wanted. Redaction wins here too.
   */
  public List<String> fingerprintKey(Subject subject) {
    Policy now = policy.policy();
    List<String> key = subject.fingerprintKey(now.audit());
    return key.isEmpty()
            || now.redaction() == Redaction.NONE
            || !subject.shownUnder(now.redaction()).isMasked()
        ? key
        : List.of();
  }

  /** Functions that write when a statement calls them; the same list until the policy changes. */
  public List<NamePattern> writingFunctions() {
    return policy.policy().audit().functions();
  }

  /**
   * Takes out of an operation what must not leave the process, or only sealed; also done at its
   * end.
   */
  public void redact(Operation operation) {
    Policy now = policy.policy();
    if (now.redaction() != Redaction.NONE) {
      operation.redact(now.redaction());
    }
    if (now.audit().sealsActors()) {
      operation.sealActor();
    }
  }

  /** Ends an operation whose subject and outcome have been set. */
  public void end(Operation operation) {
    stop(operation);
    record(operation);
  }

  /** Takes the time of an operation that is recorded later. */
  public void stop(Operation operation) {
    operation.ended(System.nanoTime());
  }

  /** Records an operation that was stopped; any thread. */
  public void record(Operation operation) {
    redact(operation);
    for (OperationSink sink : sinks) {
      sink.accept(operation);
    }
  }

  private TenantContext newContext(
      Tenant tenant,
      TraceParent parent,
      String traceState,
      long nanoTime,
      long epochNanos,
      TenantContext begunBy) {
    long high;
    long low;
    byte flags;
    if (parent == null) {
      high = TraceIds.high(epochNanos / 1_000_000_000L, tenant);
      low = TraceIds.low(tenant);
      flags = TenantContext.RANDOM;
    } else {
      high = parent.traceIdHigh();
      low = parent.traceIdLow();
      flags = (byte) (parent.flags() & TenantContext.RANDOM);
    }
    TraceDecision.Head head = decision.decide(tenant, low, parent, traceState, nanoTime);
    if (head.isKept()) {
      flags |= TenantContext.SAMPLED;
    }
    LocalTrace trace = decision.decidesAtEnd() ? new LocalTrace() : null;
    return new TenantContext(
        tenant, high, low, TraceIds.spanId(), flags, head.traceState(), trace, begunBy);
  }
}
