package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
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

  @Mixin private Period period;

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

  @Option(
      names = "--begun-by",
      split = ",",
      paramLabel = "ID",
      description =
          "What work that requests of these tenants began has done since it outlived them; it is"
              + " recorded for ~none.")
  private List<String> begunBy;

  /**
   * The question that the options ask.
   *
   * @throws TypeConversionException if one has a bad value; the message says which and what is good
   */
  AuditQuery query(Instant now, Times times, boolean newestFirst, long limit) {
    Period.Span time = period.span(now, times);
    if (trace != null) {
      checkTrace();
    }
    return new AuditQuery(
        tenants == null ? List.of() : tenants,
        trace == null ? "" : trace,
        time.fromMicros(),
        time.toMicros(),
        Choices.of(OperationType.class, types, "--type"),
        Choices.of(Outcome.class, outcomes, "--outcome"),
        Choices.of(Layer.class, layers, "--layer"),
        target == null ? "" : target,
        actor == null ? "" : actor,
        newestFirst,
        limit,
        begunBy == null ? List.of() : begunBy);
  }

  private void checkTrace() {
    try {
      AuditQuery.checkTrace(trace);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--trace " + malformed.getMessage());
    }
  }
}
