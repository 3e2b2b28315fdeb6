package io.heddle.sampler.opentelemetry;

import io.heddle.sampler.labels.SeededHash;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import io.heddle.sampler.traces.ProbabilityState;
import io.heddle.sampler.traces.Reason;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.Threshold;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * Shares a budget of traces fairly among tenants, as a sampler of a plain OpenTelemetry SDK.
 *
 * <p>A span without a parent is decided about; its threshold travels in {@code tracestate} ({@code
 * ot=th:…}). A span with a parent follows it. Failed and slow traces are not promoted: a sampler is
 * asked at the start of a span, and never again.
 *
 * <p>Any thread; nobody waits. Bound: {@value #CAPACITY} tenants; those beyond share one place with
 * spans that name no tenant.
 */
public final class TenantSampler implements Sampler {
  static final int CAPACITY = 100_000;

  /** The place of spans that name no tenant. */
  private static final Known NOBODY = new Known(0, 0);

  private static final long ADVANCE_NANOS = 1_000_000_000L;

  private record Known(int index, long hash) {}

  private final BiFunction<Context, Attributes, String> tenantOf;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Known> tenants = new ConcurrentHashMap<>();
  private final SeededHash hash = SeededHash.ofProcess();
  private final TierMonitor tiers;
  private final TenantTraceSampler sampler;

  /** When the tiers' window was last looked at; a race looks twice, which does no harm. */
  private volatile long advancedNanos;

  TenantSampler(
      BiFunction<Context, Attributes, String> tenantOf, TraceRules rules, LongSupplier nanoTime) {
    this.tenantOf = tenantOf;
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    this.tiers = new TierMonitor(TierEdges.DEFAULT, now);
    this.sampler = new TenantTraceSampler(rules, CAPACITY, 1, tiers::tier, now);
    this.advancedNanos = now;
  }

  /**
   * The tenant is an attribute that a span has when it is started.
   *
   * @param key such as {@code AttributeKey.stringKey("tenant.id")}
   */
  public static TenantSampler byAttribute(AttributeKey<String> key, TraceRules rules) {
    return new TenantSampler((context, attributes) -> attributes.get(key), rules, System::nanoTime);
  }

  /**
   * The tenant is an entry of the baggage.
   *
   * @param key such as {@code tenant.id}
   */
  public static TenantSampler byBaggage(String key, TraceRules rules) {
    return new TenantSampler(
        (context, attributes) -> Baggage.fromContext(context).getEntryValue(key),
        rules,
        System::nanoTime);
  }

  @Override
  public SamplingResult shouldSample(
      Context parentContext,
      String traceId,
      String name,
      SpanKind spanKind,
      Attributes attributes,
      List<LinkData> parentLinks) {
    SpanContext parent = Span.fromContext(parentContext).getSpanContext();
    ProbabilityState state =
        ProbabilityState.parse(parent.getTraceState().get(ProbabilityState.KEY));
    long traceIdLow = Long.parseUnsignedLong(traceId, 16, 32, 16);
    if (parent.isValid()) {
      boolean isSampled = parent.isSampled();
      return new Decision(isSampled, state.followed(isSampled, traceIdLow));
    }
    long now = nanoTime.getAsLong();
    long threshold =
        sampler.decide(tenant(parentContext, attributes, now), now, state.randomnessOr(traceIdLow));
    return new Decision(Threshold.isValid(threshold), state.withThreshold(threshold));
  }

  /** Puts other rules in force. */
  public void change(TraceRules rules) {
    sampler.change(rules);
  }

  /** Puts the operator's word about a tenant in force. */
  public void weigh(String tenant, TraceWeight weight) {
    sampler.weigh(known(tenant).index, weight);
  }

  /** How many traces that began here were kept or dropped for that reason. */
  public long count(Reason reason) {
    return sampler.count(reason);
  }

  /** What the tenant gets and why, in a sentence. */
  public String explain(String tenant) {
    return sampler.explain(known(tenant).index, nanoTime.getAsLong());
  }

  @Override
  public String getDescription() {
    return "TenantSampler{" + sampler.rules() + "}";
  }

  @Override
  public String toString() {
    return getDescription();
  }

  private int tenant(Context context, Attributes attributes, long now) {
    if (now - advancedNanos >= ADVANCE_NANOS) {
      advancedNanos = now;
      tiers.advance(now);
    }
    String id = tenantOf.apply(context, attributes);
    if (id == null || id.isEmpty()) {
      return NOBODY.index;
    }
    Known known = known(id);
    tiers.observe(known == NOBODY ? hash.of(id) : known.hash);
    return known.index;
  }

  private Known known(String id) {
    Known known = tenants.get(id);
    return known != null ? known : admit(id);
  }

  /** A lock, because indices are dense: each tenant comes here once. */
  private synchronized Known admit(String id) {
    Known known = tenants.get(id);
    if (known == null) {
      int index = tenants.size() + 1;
      if (index >= CAPACITY) {
        return NOBODY;
      }
      known = new Known(index, hash.of(id));
      tenants.put(id, known);
    }
    return known;
  }
}
