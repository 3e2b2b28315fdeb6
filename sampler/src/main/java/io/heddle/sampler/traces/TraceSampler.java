package io.heddle.sampler.traces;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * The head decision about a trace, with the meaning of {@code OTEL_TRACES_SAMPLER} and {@code
 * OTEL_TRACES_SAMPLER_ARG} in the OpenTelemetry specification ("General SDK configuration").
 *
 * <p>Immutable; any thread.
 */
public final class TraceSampler {
  /** What is used if nothing is configured: follow the caller, and keep what starts here. */
  public static final TraceSampler PARENT_OR_ALWAYS = new TraceSampler(true, 1);

  private static final String NAMES =
      "always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or"
          + " parentbased_traceidratio";

  private final boolean followsParent;
  private final double ratio;
  private final long threshold;

  private TraceSampler(boolean followsParent, double ratio) {
    this.followsParent = followsParent;
    this.ratio = ratio;
    // Math.abs(Long.MIN_VALUE) is negative, hence below any other threshold.
    this.threshold = ratio == 0 ? Long.MIN_VALUE : (long) (ratio * Long.MAX_VALUE);
  }

  /**
   * The sampler that the two variables name.
   *
   * @param name value of {@code OTEL_TRACES_SAMPLER}; null or blank if it is not set
   * @param argument value of {@code OTEL_TRACES_SAMPLER_ARG}; null or blank if it is not set
   * @param problems told, in a sentence, what is wrong; an unknown name then means {@link
   *     #PARENT_OR_ALWAYS} and a bad ratio 1
   */
  public static TraceSampler of(String name, String argument, Consumer<String> problems) {
    if (name == null || name.isBlank()) {
      return PARENT_OR_ALWAYS;
    }
    return switch (name.trim().toLowerCase(Locale.ROOT)) {
      case "always_on" -> new TraceSampler(false, 1);
      case "always_off" -> new TraceSampler(false, 0);
      case "traceidratio" -> new TraceSampler(false, ratio(argument, problems));
      case "parentbased_always_on" -> PARENT_OR_ALWAYS;
      case "parentbased_always_off" -> new TraceSampler(true, 0);
      case "parentbased_traceidratio" -> new TraceSampler(true, ratio(argument, problems));
      default -> {
        problems.accept(
            "OTEL_TRACES_SAMPLER is \""
                + name
                + "\"; expected "
                + NAMES
                + "; using parentbased_always_on");
        yield PARENT_OR_ALWAYS;
      }
    };
  }

  /**
   * Whether the spans of a trace are kept.
   *
   * @param traceIdLow the last 8 bytes of the trace ID, big-endian
   * @param hasParent whether the trace began elsewhere
   * @param parentSampled the parent's W3C flag {@code sampled}; ignored without a parent
   */
  public boolean keep(long traceIdLow, boolean hasParent, boolean parentSampled) {
    if (followsParent && hasParent) {
      return parentSampled;
    }
    // The rule of the SDK's TraceIdRatioBased, so that all services of a trace agree; a ratio of 1
    // keeps even the two IDs in 2^64 that rule would drop.
    return ratio >= 1 || Math.abs(traceIdLow) < threshold;
  }

  @Override
  public String toString() {
    return (followsParent ? "parent, else " : "") + ratio;
  }

  private static double ratio(String argument, Consumer<String> problems) {
    if (argument == null || argument.isBlank()) {
      return 1;
    }
    try {
      double ratio = Double.parseDouble(argument.trim());
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException notANumber) {
      // told below, together with numbers out of range
    }
    problems.accept(
        "OTEL_TRACES_SAMPLER_ARG is \"" + argument + "\"; expected a ratio from 0 to 1; using 1");
    return 1;
  }
}
