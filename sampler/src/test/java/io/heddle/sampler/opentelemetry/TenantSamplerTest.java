package io.heddle.sampler.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.traces.ProbabilityState;
import io.heddle.sampler.traces.Reason;
import io.heddle.sampler.traces.Threshold;
import io.heddle.sampler.traces.TraceRules;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Collection;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantSamplerTest {
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant.id");

  /** An SDK without a processor makes no spans at all. */
  private final SpanProcessor processor =
      SimpleSpanProcessor.create(
          new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
              return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
              return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
              return CompletableResultCode.ofSuccess();
            }
          });

  /** Random, but the same in every run. */
  private final IdGenerator ids =
      new IdGenerator() {
        private final SplittableRandom random = new SplittableRandom(5);

        @Override
        public String generateSpanId() {
          return SpanId.fromLong(random.nextLong() | 1);
        }

        @Override
        public String generateTraceId() {
          return TraceId.fromLongs(random.nextLong() | 1, random.nextLong());
        }
      };

  private final AtomicLong clock = new AtomicLong();
  private SdkTracerProvider provider;

  @AfterEach
  void close() {
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void isTheSamplerOfAPlainSdk() {
    Span span = Example.traceOf(processor, () -> {});

    assertThat(span.getSpanContext().isSampled()).isTrue();
    assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("th:0");
  }

  @Test
  void explainsWhatATenantGets() {
    TenantSampler sampler = byAttribute(50);
    tracer(sampler).spanBuilder("x").setAttribute(TENANT, "acme").startSpan().end();

    assertThat(sampler.explain("acme"))
        .startsWith("one trace with certainty when it has had none for 30 s, and 100.0 % of all")
        .contains("shared with all new and unknown tenants");
  }

  @Test
  void sharesTheBudgetAmongTenantsAndSaysWithWhichProbability() {
    TenantSampler sampler = byAttribute(20);
    Tracer tracer = tracer(sampler);
    int kept = 0;
    double weights = 0;
    int lonely = 0;
    for (int i = 0; i < 60_000; i++) {
      clock.addAndGet(2_000_000); // 500 a second for two minutes
      String tenant = i % 500 == 0 ? "lonely" : "busy";
      Span span = tracer.spanBuilder("x").setNoParent().setAttribute(TENANT, tenant).startSpan();
      if (span.getSpanContext().isSampled()) {
        kept++;
        lonely += tenant.equals("lonely") ? 1 : 0;
        ProbabilityState state =
            ProbabilityState.parse(span.getSpanContext().getTraceState().get("ot"));
        assertThat(Threshold.keeps(state.threshold(), low(span))).isTrue();
        weights += Threshold.weight(state.threshold());
      } else {
        assertThat(span.getSpanContext().getTraceState().get("ot")).isNull();
      }
    }

    assertThat(kept).isBetween(2_200, 2_460);
    assertThat(weights / 60_000).isBetween(0.9, 1.1);
    assertThat(lonely).isGreaterThan(20);
    assertThat(sampler.count(Reason.NOT_DRAWN)).isGreaterThan(50_000);
  }

  @Test
  void findsTheTenantInTheBaggage() {
    TenantSampler sampler = TenantSampler.byBaggage("tenant.id", TraceRules.DEFAULT);
    Tracer tracer = tracer(sampler);
    Context context = Context.root().with(Baggage.builder().put("tenant.id", "acme").build());
    tracer.spanBuilder("x").setParent(context).startSpan().end();

    assertThat(sampler.explain("acme")).doesNotContain("no trace of it");
    assertThat(sampler.explain("other")).contains("no trace of it");
  }

  @Test
  void followsAParentAndLeavesTheOthersEntriesAlone() {
    TenantSampler sampler = byAttribute(0);
    Tracer tracer = tracer(sampler);
    SpanContext kept =
        tracer
            .spanBuilder("x")
            .setParent(parent(true, "th:8;k:v", "0123456789abcdef0080000000000000"))
            .startSpan()
            .getSpanContext();
    assertThat(kept.isSampled()).isTrue();
    assertThat(kept.getTraceState().get("ot")).isEqualTo("th:8;k:v");
    assertThat(kept.getTraceState().get("vendor")).isEqualTo("1");

    SpanContext inconsistent =
        tracer
            .spanBuilder("x")
            .setParent(parent(true, "th:8;k:v", "0123456789abcdef0010000000000000"))
            .startSpan()
            .getSpanContext();
    assertThat(inconsistent.isSampled()).isTrue();
    assertThat(inconsistent.getTraceState().get("ot")).isEqualTo("k:v");

    SpanContext dropped =
        tracer
            .spanBuilder("x")
            .setParent(parent(false, "th:8", "0123456789abcdef0010000000000000"))
            .startSpan()
            .getSpanContext();
    assertThat(dropped.isSampled()).isFalse();
    assertThat(dropped.getTraceState().get("ot")).isNull();
    assertThat(dropped.getTraceState().get("vendor")).isEqualTo("1");
  }

  private TenantSampler byAttribute(double budget) {
    return new TenantSampler(
        (context, attributes) -> attributes.get(TENANT),
        TraceRules.DEFAULT.withBudget(budget),
        clock::get);
  }

  private Tracer tracer(Sampler sampler) {
    provider =
        SdkTracerProvider.builder()
            .setSampler(sampler)
            .setIdGenerator(ids)
            .addSpanProcessor(processor)
            .build();
    return provider.get("test");
  }

  private static long low(Span span) {
    return Long.parseUnsignedLong(span.getSpanContext().getTraceId(), 16, 32, 16);
  }

  private static Context parent(boolean isSampled, String ot, String traceId) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    traceId,
                    "00000000000000aa",
                    isSampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    TraceState.builder().put("vendor", "1").put("ot", ot).build())));
  }
}
