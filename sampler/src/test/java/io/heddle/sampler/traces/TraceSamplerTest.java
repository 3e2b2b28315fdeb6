package io.heddle.sampler.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceSamplerTest {
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    // name, argument, then what is kept: no parent, parent sampled, parent not sampled
    "always_on,, true, true, true",
    "always_off,, false, false, false",
    "parentbased_always_on,, true, true, false",
    "parentbased_always_off,, false, true, false",
    "traceidratio, 1, true, true, true",
    "traceidratio, 0, false, false, false",
    "traceidratio,, true, true, true",
    "parentbased_traceidratio, 0, false, true, false",
    "parentbased_traceidratio, 1, true, true, false",
    " Parentbased_Always_Off ,, false, true, false",
    ",, true, true, false",
    "'', 0.1, true, true, false",
  })
  void followsTheSpecification(
      String name, String argument, boolean root, boolean sampled, boolean unsampled) {
    TraceSampler sampler = TraceSampler.of(name, argument, problems::add);

    for (long low : new long[] {0, 1, -1, 42, Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE}) {
      assertThat(sampler.keep(low, false, false)).isEqualTo(root);
      assertThat(sampler.keep(low, true, true)).isEqualTo(sampled);
      assertThat(sampler.keep(low, true, false)).isEqualTo(unsampled);
    }
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-19, 0.001, 0.1, 0.25, 0.5, 0.999, 0.9999999999999999})
  void decidesAsTheSdkDoes(double ratio) {
    TraceSampler ours = TraceSampler.of("traceidratio", Double.toString(ratio), problems::add);
    Sampler theirs = Sampler.traceIdRatioBased(ratio);
    Random random = new Random(17);
    long threshold = (long) (ratio * Long.MAX_VALUE);

    for (int i = 0; i < 20_000; i++) {
      assertAgree(ours, theirs, random.nextLong());
    }
    for (long near = -2; near <= 2; near++) {
      assertAgree(ours, theirs, threshold + near);
      assertAgree(ours, theirs, -threshold + near);
      assertAgree(ours, theirs, Long.MIN_VALUE + near);
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithANameAndKeepsTheDefault() {
    TraceSampler sampler = TraceSampler.of("jaeger_remote", null, problems::add);

    assertThat(sampler).isSameAs(TraceSampler.PARENT_OR_ALWAYS);
    assertThat(problems).singleElement().asString().contains("jaeger_remote", "always_on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "1.5", "-0.1", "NaN", "Infinity"})
  void saysWhatIsWrongWithARatioAndKeepsEverything(String argument) {
    TraceSampler sampler = TraceSampler.of("traceidratio", argument, problems::add);

    assertThat(sampler.keep(Long.MAX_VALUE, false, false)).isTrue();
    assertThat(problems).singleElement().asString().contains(argument, "from 0 to 1");
  }

  private static void assertAgree(TraceSampler ours, Sampler theirs, long low) {
    SamplingDecision decision =
        theirs
            .shouldSample(
                Context.root(),
                TraceId.fromLongs(1, low),
                "span",
                SpanKind.SERVER,
                Attributes.empty(),
                List.of())
            .getDecision();
    assertThat(ours.keep(low, false, false))
        .as("trace %s", TraceId.fromLongs(1, low))
        .isEqualTo(decision == SamplingDecision.RECORD_AND_SAMPLE);
  }
}
