package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A question. An empty set, list or text asks for all.
 *
 * @param tenants the tenants' IDs
 * @param trace a W3C trace ID of 32 hexadecimal digits, an audit trace ID, or a prefix of either
 * @param fromMicros the earliest start, included
 * @param toMicros the latest start, excluded
 * @param types what the operations do
 * @param outcomes how they ended
 * @param layers where they were seen
 * @param target a table or route; {@code *} and {@code ?} stand for anything and any character
 * @param actor who did it
 * @param newestFirst the order
 * @param limit most operations to answer with; 0 for all
 * @param begunBy tenants whose requests began work that outlived them: what that work has done
 *     since, which is no tenant's
 */
public record AuditQuery(
    List<String> tenants,
    String trace,
    long fromMicros,
    long toMicros,
    Set<OperationType> types,
    Set<Outcome> outcomes,
    Set<Layer> layers,
    String target,
    String actor,
    boolean newestFirst,
    long limit,
    List<String> begunBy) {
  /** The tenant of operations that belong to no request. */
  private static final String NO_TENANT = "~none";

  /** The SQL of a condition and the values of its parameters. */
  record Condition(String sql, List<Object> values) {
    /** The SQL for a file that has extras, or has not. */
    String sql(boolean hasExtras) {
      return BegunByFunction.in(sql, hasExtras);
    }

    /** The same on the tables of an attached file, with its values written out. */
    String within(String schema, boolean hasExtras) {
      String own =
          sql(hasExtras)
              .replace("FROM text ", "FROM " + schema + ".text ")
              .replace("FROM log ", "FROM " + schema + ".log ");
      StringBuilder within = new StringBuilder();
      int from = 0;
      for (Object value : values) {
        int mark = own.indexOf('?', from);
        within.append(own, from, mark);
        within.append(value instanceof String text ? quoted(text) : value.toString());
        from = mark + 1;
      }
      return within.append(own.substring(from)).toString();
    }

    /** A view cannot have parameters; the zero character would end its text. */
    private static String quoted(String text) {
      return "'" + text.replace("\0", "").replace("'", "''") + "'";
    }
  }

  /** A question that does not ask where work comes from. */
  public AuditQuery(
      List<String> tenants,
      String trace,
      long fromMicros,
      long toMicros,
      Set<OperationType> types,
      Set<Outcome> outcomes,
      Set<Layer> layers,
      String target,
      String actor,
      boolean newestFirst,
      long limit) {
    this(
        tenants,
        trace,
        fromMicros,
        toMicros,
        types,
        outcomes,
        layers,
        target,
        actor,
        newestFirst,
        limit,
        List.of());
  }

  /** Asks for everything, newest first. */
  public static AuditQuery all(long limit) {
    return new AuditQuery(
        List.of(),
        "",
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Set.of(),
        Set.of(),
        Set.of(),
        "",
        "",
        true,
        limit);
  }

  /** Asks for what was done for one tenant, newest first. */
  public static AuditQuery ofTenant(String tenant, long limit) {
    return new AuditQuery(
        List.of(tenant),
        "",
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Set.of(),
        Set.of(),
        Set.of(),
        "",
        "",
        true,
        limit);
  }

  /** Asks for one record or one trace. */
  public static AuditQuery trace(String id) {
    return new AuditQuery(
        List.of(),
        id,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Set.of(),
        Set.of(),
        Set.of(),
        "",
        "",
        false,
        0);
  }

  /** The same question about another time. */
  public AuditQuery between(long from, long to) {
    return new AuditQuery(
        tenants,
        trace,
        from,
        to,
        types,
        outcomes,
        layers,
        target,
        actor,
        newestFirst,
        limit,
        begunBy);
  }

  /** The same question about work that requests of these tenants began; none for all work. */
  public AuditQuery begunBy(List<String> requestsOf) {
    return new AuditQuery(
        tenants,
        trace,
        fromMicros,
        toMicros,
        types,
        outcomes,
        layers,
        target,
        actor,
        newestFirst,
        limit,
        requestsOf);
  }

  /** The condition on the tables {@code operation o} and {@code log l}. */
  Condition condition() {
    List<String> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (!tenants.isEmpty()) {
      texts("o.tenant_id", tenants, parts, values);
    }
    if (!trace.isEmpty()) {
      trace(parts, values);
    }
    if (fromMicros != Long.MIN_VALUE) {
      parts.add("o.start_micros >= ?");
      values.add(fromMicros);
    }
    if (toMicros != Long.MAX_VALUE) {
      parts.add("o.start_micros < ?");
      values.add(toMicros);
    }
    codes("o.type", types.stream().map(type -> (long) type.code()).toList(), parts, values);
    codes("o.outcome", outcomes.stream().map(o -> (long) o.code()).toList(), parts, values);
    codes("o.layer", layers.stream().map(layer -> (long) layer.code()).toList(), parts, values);
    if (!target.isEmpty()) {
      boolean isPattern = target.indexOf('*') >= 0 || target.indexOf('?') >= 0;
      if (isPattern) {
        parts.add("o.target_id IN (SELECT id FROM text WHERE value GLOB ?)");
        values.add(target.replace("[", "[[]"));
      } else {
        texts("o.target_id", List.of(target), parts, values);
      }
    }
    if (!actor.isEmpty()) {
      texts("o.actor_id", List.of(actor), parts, values);
    }
    if (!begunBy.isEmpty()) {
      // The index of tenants leaves few rows whose extras have to be read.
      texts("o.tenant_id", List.of(NO_TENANT), parts, values);
      parts.add(BegunByFunction.CALL + " IN (" + "?, ".repeat(begunBy.size() - 1) + "?)");
      values.addAll(begunBy);
    }
    return new Condition(parts.isEmpty() ? "1" : String.join(" AND ", parts), values);
  }

  /** Whether a segment may hold an answer. */
  boolean mayBeIn(SegmentSummary segment) {
    if (!segment.mayHold(fromMicros, toMicros)) {
      return false;
    }
    if (!AuditTraceId.isOne(trace)) {
      return true;
    }
    AuditTraceId id = AuditTraceId.lowest(trace);
    if (!AuditTraceId.isWhole(trace)) {
      long last = AuditTraceId.highest(trace).millis();
      return !id.isExact() || segment.mayHold(id.millis() * 1_000, (last + 1) * 1_000);
    }
    return segment.keys().stream().anyMatch(range -> range.mayHold(id.boot(), id.seq()));
  }

  /** Whether a row that meets the condition is meant: an audit trace ID also names a time. */
  boolean isMeant(ArchivedOperation operation) {
    return !AuditTraceId.isOne(trace)
        || operation.id().toString().startsWith(trace.toLowerCase(Locale.ROOT));
  }

  /**
   * Checks a trace.
   *
   * @throws IllegalArgumentException if it is neither a trace ID nor an audit trace ID
   */
  public static void checkTrace(String trace) {
    if (AuditTraceId.isOne(trace)) {
      AuditTraceId.check(trace);
    } else if (!trace.matches("[0-9a-fA-F]{8,32}")) {
      throw new IllegalArgumentException(
          "'"
              + trace
              + "' is no trace ID, expected 32 hexadecimal digits (8 or more of its first), or at-"
              + " and 26 letters and digits (7 or more of its first)");
    }
  }

  private void trace(List<String> parts, List<Object> values) {
    if (AuditTraceId.isOne(trace)) {
      audited(AuditTraceId.lowest(trace), AuditTraceId.highest(trace), parts, values);
      return;
    }
    // The lowest and the highest ID with that prefix; SQLite compares integers as signed, and an
    // ID's order as text is its order as unsigned number: equal within one sign of each half.
    String low = trace + "0".repeat(32 - trace.length());
    String high = trace + "f".repeat(32 - trace.length());
    if (trace.length() <= 16) {
      parts.add("o.trace_high BETWEEN ? AND ?");
      values.add(number(low, 0));
      values.add(number(high, 0));
    } else {
      parts.add("o.trace_high = ? AND o.trace_low BETWEEN ? AND ?");
      values.add(number(low, 0));
      values.add(number(low, 16));
      values.add(number(high, 16));
    }
  }

  /** Records from one ID to another, which begin alike: time, then boot, then number. */
  private static void audited(
      AuditTraceId low, AuditTraceId high, List<String> parts, List<Object> values) {
    if (low.isExact() || high.millis() != low.millis()) {
      parts.add("o.start_micros >= ? AND o.start_micros < ?");
      values.add(low.millis() * 1_000);
      values.add((high.millis() + 1) * 1_000);
    }
    if (low.millis() == high.millis()) {
      parts.add("o.log IN (SELECT id FROM log WHERE boot & 1099511627775 BETWEEN ? AND ?)");
      values.add(low.boot());
      values.add(high.boot());
      if (low.boot() == high.boot()) {
        parts.add("o.seq BETWEEN ? AND ?");
        values.add(low.seq());
        values.add(high.seq());
      }
    }
  }

  private static long number(String trace, int from) {
    return HexFormat.fromHexDigitsToLong(trace, from, from + 16);
  }

  /** One text compares with =, so that an index still gives the order of time. */
  private static void texts(
      String column, List<String> texts, List<String> parts, List<Object> values) {
    String ids = "(SELECT id FROM text WHERE value ";
    parts.add(
        texts.size() == 1
            ? column + " = " + ids + "= ?)"
            : column + " IN " + ids + "IN (" + "?, ".repeat(texts.size() - 1) + "?))");
    values.addAll(texts);
  }

  private static void codes(
      String column, List<Long> codes, List<String> parts, List<Object> values) {
    if (!codes.isEmpty()) {
      parts.add(column + " IN (" + "?, ".repeat(codes.size() - 1) + "?)");
      values.addAll(codes);
    }
  }
}
