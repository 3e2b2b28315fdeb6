package io.heddle.audit.archive.cli;

import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which time is meant. */
final class Period {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Not before: 10m, 2h ago, yesterday, today 02:17, 2026-11-21T02:17:00Z; without a zone"
              + " in that of --tz.")
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before.")
  private String until;

  @Option(
      names = "--last",
      paramLabel = "SPAN",
      description = "The last 15m, 6h, 7d: short for --since.")
  private String last;

  /**
   * A time in microseconds since the epoch.
   *
   * @param fromMicros Long.MIN_VALUE: from the beginning
   * @param toMicros excluded; Long.MAX_VALUE: without end
   */
  record Span(long fromMicros, long toMicros) {}

  /**
   * The time that the options say.
   *
   * @throws TypeConversionException if one has a bad value; the message says which and what is good
   */
  Span span(Instant now, Times times) {
    if (last != null && since != null) {
      throw new TypeConversionException("--last and --since say the same; give one of them");
    }
    long from = since == null ? Long.MIN_VALUE : moment("--since", since, now, times);
    if (last != null) {
      from = Moments.micros(now.minus(span(last)));
    }
    long to = until == null ? Long.MAX_VALUE : moment("--until", until, now, times);
    if (from >= to) {
      throw new TypeConversionException(
          "--until (" + times.said(to) + ") is not after the beginning (" + times.said(from) + ")");
    }
    return new Span(from, to);
  }

  private static Duration span(String text) {
    try {
      return TimeExpression.span(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--last " + malformed.getMessage());
    }
  }

  private static long moment(String option, String text, Instant now, Times times) {
    try {
      return Moments.micros(TimeExpression.parse(text, now, times.zone()));
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw new TypeConversionException(option + " " + malformed.getMessage());
    }
  }
}
