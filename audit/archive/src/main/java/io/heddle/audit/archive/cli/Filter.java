package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which operations are meant; the same for every command that asks. */
final class Filter {
  @Option(
      names = {"-t", "--tenant"},
      split = ",",
      paramLabel = "ID",
      description = "Operations of these tenants.")
  private List<String> tenants;

  @Option(
      names = "--trace",
      paramLabel = "ID",
      description = "Operations of a trace: a W3C trace ID or its beginning, or an at-… ID.")
  private String trace;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not before: 10m, 2h ago, yesterday, today 02:17, 2026-11-21T02:17:00Z.")
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before.")
  private String until;

  @Option(
      names = "--last",
      paramLabel = "SPAN",
      description = "The last 15m, 6h, 7d: short for --since.")
  private String last;

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "create, read, update, delete, merge, ddl, call, login, config, other.")
  private List<String> types;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "A table or route; * and ? are wild.")
  private String target;

  @Option(
      names = "--outcome",
      split = ",",
      paramLabel = "OUTCOME",
      description = "committed, rolled-back, unknown, pending, succeeded, failed.")
  private List<String> outcomes;

  @Option(names = "--layer", split = ",", paramLabel = "LAYER", description = "jdbc, http-server.")
  private List<String> layers;

  @Option(names = "--actor", paramLabel = "NAME", description = "Operations of this user.")
  private String actor;

  /**
   * The question that the options ask.
   *
   * @throws TypeConversionException if one has a bad value; the message says which and what is good
   */
  AuditQuery query(Instant now, boolean newestFirst, long limit) {
    if (last != null && since != null) {
      throw new TypeConversionException("--last and --since say the same; give one of them");
    }
    long from = since == null ? Long.MIN_VALUE : moment("--since", since, now);
    if (last != null) {
      from = Moments.micros(now.minus(span(last)));
    }
    long to = until == null ? Long.MAX_VALUE : moment("--until", until, now);
    if (from >= to) {
      throw new TypeConversionException(
          "--until ("
              + Moments.readable(to)
              + ") is not after the beginning ("
              + Moments.readable(from)
              + ")");
    }
    if (trace != null) {
      checkTrace();
    }
    return new AuditQuery(
        tenants == null ? List.of() : tenants,
        trace == null ? "" : trace,
        from,
        to,
        Choices.of(OperationType.class, types, "--type"),
        Choices.of(Outcome.class, outcomes, "--outcome"),
        Choices.of(Layer.class, layers, "--layer"),
        target == null ? "" : target,
        actor == null ? "" : actor,
        newestFirst,
        limit);
  }

  private void checkTrace() {
    try {
      AuditQuery.checkTrace(trace);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--trace " + malformed.getMessage());
    }
  }

  private static Duration span(String text) {
    try {
      return TimeExpression.span(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--last " + malformed.getMessage());
    }
  }

  private static long moment(String option, String text, Instant now) {
    try {
      return Moments.micros(TimeExpression.parse(text, now));
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw new TypeConversionException(option + " " + malformed.getMessage());
    }
  }
}
