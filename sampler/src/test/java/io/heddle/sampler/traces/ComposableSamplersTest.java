package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.extension.incubator.trace.samplers.ComposableSampler;
import io.opentelemetry.sdk.extension.incubator.trace.samplers.CompositeSampler;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ours beside the composable samplers of the SDK's incubator: same decisions, same members. */
class ComposableSamplersTest {
  private final SplittableRandom random = new SplittableRandom(7);

  /** Probabilities that have few enough bits to be the same after our rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0.25, 0.75, 0.1001, 1.0 / 1024, 3.0 / 4096, 1.0 / (1L << 40)})
  void decidesAndWritesAsTheSdkDoesForTheSameThreshold(double probability) {
    long threshold = Threshold.of(probability);
    Sampler theirs =
        CompositeSampler.wrap(ComposableSampler.probability(Threshold.probability(threshold)));
    for (int i = 0; i < 10_000; i++) {
      // Half of them near the threshold, where an error of one would show.
      long low = i % 2 == 0 ? random.nextLong() : threshold + random.nextInt(5) - 2;
      String traceId = TraceId.fromLongs(1, low);
      SamplingResult result = ask(theirs, Context.root(), traceId);

      assertThat(Threshold.keeps(threshold, low))
          .isEqualTo(result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE);
      ProbabilityState ours =
          ProbabilityState.NONE.withThreshold(
              Threshold.keeps(threshold, low) ? threshold : Threshold.NONE);
      assertThat(ours.format()).isEqualTo(member(result, TraceState.getDefault()));
    }
  }

  @Test
  void followsAParentAsTheSdkDoes() {
    Sampler theirs =
        CompositeSampler.wrap(ComposableSampler.parentThreshold(ComposableSampler.alwaysOff()));
    int followed = 0;
    for (int i = 0; i < 20_000; i++) {
      String member = member();
      long low = random.nextLong();
      ProbabilityState state = ProbabilityState.parse(member);
      boolean keeps = Threshold.keeps(state.threshold(), state.randomnessOr(low));
      // Flag and threshold agree, as they do in whatever a consistent sampler sends. Where they do
      // not, the SDK believes the threshold and we the flag; both erase the threshold.
      boolean isSampled = Threshold.isValid(state.threshold()) ? keeps : random.nextInt(2) == 0;
      TraceState parent = TraceState.builder().put("ot", member).build();
      SamplingResult result =
          ask(theirs, parent(low, isSampled, parent), TraceId.fromLongs(1, low));

      assertThat(result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE)
          .as(member)
          .isEqualTo(isSampled);
      String ours = state.followed(isSampled, low).format();
      // Where nothing is left to say the SDK leaves the parent's member as it was.
      assertThat(ours.isEmpty() ? member : ours).as(member).isEqualTo(member(result, parent));
      followed += isSampled ? 1 : 0;
    }
    assertThat(followed).isBetween(1_000, 19_000);
  }

  private String member() {
    StringBuilder member = new StringBuilder("x:y");
    if (random.nextInt(4) > 0) {
      member.append(";th:").append(digits(random.nextInt(16)));
    }
    if (random.nextInt(3) == 0) {
      member.append(";rv:").append(digits(random.nextInt(6) == 0 ? 13 : 14));
    }
    return member.toString();
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(Character.forDigit(random.nextInt(16), 16));
    }
    return digits.toString();
  }

  private static String member(SamplingResult result, TraceState parent) {
    String member = result.getUpdatedTraceState(parent).get("ot");
    return member == null ? "" : member;
  }

  private static Context parent(long low, boolean isSampled, TraceState state) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.createFromRemoteParent(
                    TraceId.fromLongs(1, low),
                    "00000000000000aa",
                    isSampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    state)));
  }

  private static SamplingResult ask(Sampler sampler, Context context, String traceId) {
    return sampler.shouldSample(
        context, traceId, "span", SpanKind.SERVER, Attributes.empty(), List.of());
  }
}
