package io.heddle.audit.archive.query;

import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The columns of the view {@code operation} that {@code --sql} asks, in their order: how each is
 * computed, and what it means. {@code heddle audit schema} prints this table.
 */
public enum ViewColumn {
  /** The operation's name. */
  ID(Type.TEXT, "", "the operation's ID (at-…), as show takes it", id()),
  /** The start as text. */
  TIME(Type.TEXT, "ISO 8601, UTC, microseconds", "when it began", time()),
  /** The start as a number. */
  START_MICROS(
      Type.INTEGER,
      "µs since 1970-01-01T00:00:00Z",
      "when it began, as a number",
      "o.start_micros"),
  /** Whose. */
  TENANT(Type.TEXT, "", "whose it is; ~none: no tenant named, ~invalid: malformed", "o.tenant"),
  /** Who did it. */
  ACTOR(Type.TEXT, "", "the user who did it; NULL: unknown", orNull("o.actor", "''")),
  /** What it does. */
  TYPE(
      Type.TEXT,
      "",
      "what it does: " + words(OperationType.values()),
      names("o.type", OperationType.values().length, code -> OperationType.ofCode(code).name())),
  /** Where it was seen. */
  LAYER(
      Type.TEXT,
      "",
      "where it was seen: " + words(Layer.values()),
      names("o.layer", Layer.values().length, code -> Layer.ofCode(code).name())),
  /** The table or route. */
  TARGET(
      Type.TEXT,
      "",
      "the table of a statement, the route of a request; NULL: unknown",
      orNull("o.target", "''")),
  /** The statement. */
  STATEMENT(Type.TEXT, "", "the SQL without its literals, or the method and route", "o.statement"),
  /** How it ended. */
  OUTCOME(
      Type.TEXT,
      "",
      "how it ended: " + words(Outcome.values()) + " (PENDING: not decided yet)",
      names("o.outcome", Outcome.values().length, code -> Outcome.ofCode(code).name())),
  /** How much was changed. */
  ROWS(
      Type.INTEGER,
      "rows",
      "rows changed; NULL: the driver did not say",
      orNull("o.row_count", "-1")),
  /** The HTTP status. */
  STATUS(Type.INTEGER, "", "HTTP status; NULL: not HTTP, or no answer", orNull("o.status", "0")),
  /** What went wrong. */
  ERROR(
      Type.TEXT,
      "",
      "the SQLSTATE, HTTP status or exception class; NULL: no error",
      orNull("o.error", "''")),
  /** How long it took. */
  DURATION_NANOS(Type.INTEGER, "ns", "how long it took", "o.duration_nanos"),
  /** The trace. */
  TRACE_ID(
      Type.TEXT,
      "32 hex digits",
      "the W3C trace ID",
      "printf('%016x%016x', o.trace_high, o.trace_low)"),
  /** The span. */
  SPAN_ID(Type.TEXT, "16 hex digits", "the W3C span ID", "printf('%016x', o.span)"),
  /** The service it was recorded in. */
  SERVICE(Type.TEXT, "", "the service that recorded it (heddle.service.name)", "l.service"),
  /** The machine or pod. */
  NODE(Type.TEXT, "", "the machine or pod of the service", "l.node"),
  /** The run of the JVM. */
  BOOT(Type.TEXT, "hex digits", "the run of the JVM, unique on its node", "printf('%x', l.boot)"),
  /** The place in the run. */
  SEQ(Type.INTEGER, "", "the record's number in its run, from 1 up", "o.seq"),
  /** The transaction. */
  TRANSACTION(
      Type.INTEGER,
      "",
      "the transaction's number in its run; 0: none. A word of SQL: write it in double quotes",
      "o.txn"),
  /** The place in the transaction. */
  ORDINAL(
      Type.INTEGER, "", "its place among the writes of its transaction, from 0 up", "o.ordinal"),
  /** Whether something was cut. */
  TRUNCATED(Type.INTEGER, "0 or 1", "1: a text was too long and was cut", "o.truncated"),
  /** What only some records say. */
  EXTRAS(
      Type.TEXT,
      "JSON object",
      "what only some records say, such as client_address; NULL: nothing",
      "extras_json(o.extra, o.start_micros)"),
  /** Who began the work that outlived its request. */
  BEGUN_BY(
      Type.TEXT,
      "",
      "the tenant whose request began this work and did not wait for it; NULL: no such request",
      BegunByFunction.CALL);

  /** The view's name. */
  public static final String VIEW = "operation";

  /** SQLite's types. */
  public enum Type {
    /** Text. */
    TEXT,
    /** A whole number of 64 bits. */
    INTEGER
  }

  private final Type type;
  private final String unit;
  private final String meaning;
  private final String sql;

  ViewColumn(Type type, String unit, String meaning, String sql) {
    this.type = type;
    this.unit = unit;
    this.meaning = meaning;
    this.sql = sql;
  }

  /** Its name in SQL. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of its values that are not NULL. */
  public Type type() {
    return type;
  }

  /** The unit or form of its values; empty if it has none. */
  public String unit() {
    return unit;
  }

  /** What it says; if it may be NULL, what NULL says. */
  public String meaning() {
    return meaning;
  }

  /** How a query selects it from a file that has extras, or has not. */
  String selected(boolean hasExtras) {
    String value = this == EXTRAS && !hasExtras ? "NULL" : BegunByFunction.in(sql, hasExtras);
    return value + " AS \"" + label() + '"';
  }

  private static String id() {
    return "audit_id(o.start_micros, l.boot, o.seq)";
  }

  private static String time() {
    return "strftime('%Y-%m-%dT%H:%M:%S', o.start_micros / 1000000, 'unixepoch')"
        + " || printf('.%06dZ', o.start_micros % 1000000)";
  }

  private static String orNull(String column, String none) {
    return "nullif(" + column + ", " + none + ")";
  }

  private static String words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).collect(Collectors.joining(", "));
  }

  private static String names(String column, int count, IntFunction<String> name) {
    return IntStream.range(0, count)
        .mapToObj(code -> " WHEN " + code + " THEN '" + name.apply(code) + "'")
        .collect(Collectors.joining("", "CASE " + column, " END"));
  }
}
