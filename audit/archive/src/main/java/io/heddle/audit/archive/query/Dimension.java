package io.heddle.audit.archive.query;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongFunction;

/** What operations can be counted by. */
public enum Dimension {
  /** Whose. */
  TENANT(text("tenant_id"), "o.tenant_id"),
  /** What they do. */
  TYPE("o.type", code -> OperationType.ofCode((int) code).name()),
  /** How they ended. */
  OUTCOME("o.outcome", code -> Outcome.ofCode((int) code).name()),
  /** Where they were seen. */
  LAYER("o.layer", code -> Layer.ofCode((int) code).name()),
  /** The table or route. */
  TARGET(text("target_id"), "o.target_id"),
  /** Who did them. */
  ACTOR(text("actor_id"), "o.actor_id"),
  /** The tenant of the request that began work which outlived it; empty for other work. */
  BEGUN_BY("coalesce(" + BegunByFunction.CALL + ", '')", BegunByFunction.CALL),
  /** The statement, without its literals. */
  STATEMENT(text("statement_id"), "o.statement_id"),
  /** What went wrong; empty if nothing did. */
  ERROR(text("error_id"), "o.error_id"),
  /** The HTTP status; 0 if there is none. */
  STATUS("o.status", status -> status),
  /** The service they were recorded in. */
  SERVICE(log("service"), "o.log"),
  /** The machine or pod. */
  NODE(log("node"), "o.log"),
  /** The hour they began in. */
  HOUR("o.start_micros / 3600000000", hour -> hour(hour).toString()),
  /** The day they began in. */
  DAY("o.start_micros / 86400000000", day -> hour(24 * day).toString().substring(0, 10));

  private final String value;
  private final String key;
  private final LongFunction<Object> decoder;

  /** A text, which is looked up once for each group. */
  Dimension(String value, String key) {
    this.value = value;
    this.key = key;
    this.decoder = null;
  }

  /** A number that stands for something. */
  Dimension(String key, LongFunction<Object> decoder) {
    this.value = key;
    this.key = key;
    this.decoder = decoder;
  }

  /** What a query selects. */
  String value() {
    return value;
  }

  /** What it groups by. */
  String key() {
    return key;
  }

  /** A selected value for a person. */
  Object decode(Object selected) {
    return decoder == null ? selected : decoder.apply(((Number) selected).longValue());
  }

  private static String text(String column) {
    return "(SELECT value FROM text WHERE id = o." + column + ")";
  }

  private static String log(String column) {
    return "(SELECT " + column + " FROM log WHERE id = o.log)";
  }

  private static Instant hour(long hour) {
    return Instant.EPOCH.plus(hour, ChronoUnit.HOURS);
  }
}
