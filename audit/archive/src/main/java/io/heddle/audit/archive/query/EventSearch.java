package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ledger.EventText;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.store.Sqlite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds events in one file after the other. An event's time is in its body, so every event is
 * looked at; those that come with each transaction only if they are asked for.
 *
 * <p>Bound: as many events as are wanted, all that match if there is no limit.
 */
final class EventSearch {
  private static final long OWN_LOG = 0;

  /** A run of a JVM, and where its records stand in the ledger: the spans by sequence number. */
  private record Log(String node, long boot, TreeMap<Long, long[]> spans) {
    long leaf(long seq) {
      Map.Entry<Long, long[]> span = spans.floorEntry(seq);
      boolean isIn = span != null && seq < span.getKey() + span.getValue()[1];
      return isIn ? span.getValue()[0] + seq - span.getKey() : -1;
    }
  }

  private final EventQuery query;
  private final PriorityQueue<ArchivedEvent> found;
  private final Set<String> kinds = new TreeSet<>();

  EventSearch(EventQuery query) {
    this.query = query;
    this.found = new PriorityQueue<>(order(query).reversed());
  }

  /** Searches a file. */
  void in(Connection file) throws SQLException {
    if (Sqlite.number(file, "PRAGMA user_version") < 2) {
      return; // it has no events
    }
    Map<Long, Log> logs = logs(file);
    try (Statement statement = file.createStatement();
        ResultSet row = statement.executeQuery("SELECT log, seq, body FROM event" + condition())) {
      while (row.next()) {
        take(row.getLong(1), row.getLong(2), row.getBytes(3), logs);
      }
    }
  }

  /** What was found, in the order asked for. */
  List<ArchivedEvent> found() {
    List<ArchivedEvent> all = new ArrayList<>(found);
    all.sort(order(query));
    return all;
  }

  /** The kinds of all that was looked at. */
  Set<String> kinds() {
    return kinds;
  }

  private void take(long log, long seq, byte[] body, Map<Long, Log> logs) {
    LedgerEvent event;
    try {
      event = LedgerEvent.parse(body);
    } catch (IllegalArgumentException later) {
      return; // of a later version, or changed: verification says which
    }
    Log of = logs.get(log);
    Map<String, Object> detail = log == OWN_LOG ? EventText.detail(event) : Map.of();
    String node = log == OWN_LOG ? text(detail.get("node")) : of == null ? "" : of.node;
    String kind = EventText.kind(event);
    kinds.add(kind);
    if (query.isMeant(kind, event.micros(), node)) {
      long boot = log == OWN_LOG ? boot(detail.get("boot")) : of == null ? 0 : of.boot;
      long leaf = log == OWN_LOG ? seq : of == null ? -1 : of.leaf(seq);
      found.add(new ArchivedEvent(event, node, boot, seq, leaf));
      if (query.limit() > 0 && found.size() > query.limit()) {
        found.remove();
      }
    }
  }

  /** Leaves what comes with every transaction and second in the file if nobody wants it. */
  private String condition() {
    return query.kinds().stream().noneMatch(EventQuery.FREQUENT::contains)
        ? " WHERE substr(body, 1, 1) NOT IN (x'02', x'06', x'13')"
        : "";
  }

  private static Map<Long, Log> logs(Connection file) throws SQLException {
    Map<Long, Log> logs = new HashMap<>();
    try (Statement statement = file.createStatement()) {
      try (ResultSet row = statement.executeQuery("SELECT id, node, boot FROM log")) {
        while (row.next()) {
          logs.put(row.getLong(1), new Log(row.getString(2), row.getLong(3), new TreeMap<>()));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT log, first_seq, first_leaf, records FROM span")) {
        while (row.next()) {
          Log log = logs.get(row.getLong(1));
          if (log != null) {
            log.spans.put(row.getLong(2), new long[] {row.getLong(3), row.getLong(4)});
          }
        }
      }
    }
    return logs;
  }

  private static String text(Object value) {
    return value instanceof String text ? text : "";
  }

  private static long boot(Object value) {
    return value instanceof String hex && hex.matches("[0-9a-f]{16}")
        ? HexFormat.fromHexDigitsToLong(hex)
        : 0;
  }

  /** By time; those of one moment in the order of the ledger. */
  private static Comparator<ArchivedEvent> order(EventQuery query) {
    Comparator<ArchivedEvent> byTime =
        Comparator.<ArchivedEvent>comparingLong(event -> event.event().micros())
            .thenComparingLong(ArchivedEvent::leaf);
    return query.newestFirst() ? byTime.reversed() : byTime;
  }
}
