package io.heddle.agent.telemetry;

import io.heddle.agent.context.TraceParent;
import io.heddle.agent.context.TraceState;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.tenant.Tenant;
import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.sampler.traces.ProbabilityState;
import io.heddle.sampler.traces.Reason;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.Threshold;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shares the budget of traces among tenants where a trace begins, follows the caller where it does
 * not, and keeps what failed or was slow in either case. With which probability travels in {@code
 * tracestate}.
 */
public final class BudgetDecision implements TraceDecision {
  private static final String KEPT = "heddle_traces_kept_total";
  private static final String KEPT_HELP = "Traces kept, by reason; promoted are kept at their end.";
  private static final String DROPPED = "heddle_traces_dropped_total";
  private static final String DROPPED_HELP = "Traces dropped at their head, by reason.";

  private static final Head CERTAIN = new Head(true, TraceState.withProbability("", "th:0"));

  private final TenantTraceSampler sampler;
  private final boolean shipsSpans;
  private final LongAdder followedKept = new LongAdder();
  private final LongAdder followedDropped = new LongAdder();
  private final LongAdder notHeld = new LongAdder();

  /**
   * @param shipsSpans whether there is anybody to ship spans to; if not, nothing is decided at the
   *     end, and what travels to others is decided all the same
   */
  public BudgetDecision(TenantTraceSampler sampler, boolean shipsSpans) {
    this.sampler = sampler;
    this.shipsSpans = shipsSpans;
  }

  @Override
  public Head decide(
      Tenant tenant, long traceIdLow, TraceParent parent, String traceState, long nanoTime) {
    if (parent != null) {
      return follow(traceIdLow, parent, traceState);
    }
    long threshold = sampler.decide(tenant.index(), nanoTime, traceIdLow);
    if (!Threshold.isValid(threshold)) {
      return Head.DROPPED;
    }
    return threshold == Threshold.ALWAYS
        ? CERTAIN
        : new Head(
            true,
            TraceState.withProbability(
                "", ProbabilityState.NONE.withThreshold(threshold).format()));
  }

  @Override
  public boolean decidesAtEnd() {
    return shipsSpans;
  }

  @Override
  public long slowNanos() {
    return sampler.slowNanos();
  }

  @Override
  public boolean promotes(long nanoTime, boolean isKept) {
    return sampler.promote(nanoTime, isKept);
  }

  @Override
  public void notHeld() {
    notHeld.increment();
  }

  /** What the tenant gets and why, in a sentence. */
  public String explain(Tenant tenant) {
    return sampler.explain(tenant.index(), System.nanoTime());
  }

  /** Shows on the page what was kept and dropped, and why. */
  public void show(Metrics metrics) {
    for (Reason reason : Reason.values()) {
      metrics.counter(
          reason.isKept() ? KEPT : DROPPED,
          reason.isKept() ? KEPT_HELP : DROPPED_HELP,
          "reason",
          reason.label(),
          () -> sampler.count(reason));
    }
    metrics.counter(KEPT, KEPT_HELP, "reason", "parent", followedKept::sum);
    metrics.counter(DROPPED, DROPPED_HELP, "reason", "parent", followedDropped::sum);
    metrics.counter(
        "heddle_traces_not_promoted_total",
        "Failed and slow requests beyond what may be promoted; their heads' decisions stood.",
        sampler::notPromoted);
    metrics.counter(
        "heddle_traces_over_budget_weight_total",
        "Traces for which those stood that found the budget used up: missing in sums of weights.",
        sampler::overBudgetWeight);
    metrics.counter(
        "heddle_trace_operations_not_held_total",
        "Operations of dropped traces beyond those that wait for the end; missing if promoted.",
        notHeld::sum);
    metrics.gauge(
        "heddle_traces_budget_per_minute",
        "Traces that may be kept in a minute.",
        () -> Math.round(60 * sampler.rules().tracesPerSecond()));
  }

  private Head follow(long traceIdLow, TraceParent parent, String traceState) {
    boolean isSampled = parent.isSampled();
    (isSampled ? followedKept : followedDropped).increment();
    if (traceState.isEmpty()) {
      return isSampled ? Head.KEPT : Head.DROPPED;
    }
    ProbabilityState state = ProbabilityState.parse(TraceState.probability(traceState));
    ProbabilityState followed = state.followed(isSampled, traceIdLow);
    return new Head(
        isSampled,
        followed == state ? traceState : TraceState.withProbability(traceState, followed.format()));
  }
}
