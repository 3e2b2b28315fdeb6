package io.heddle.audit.archive.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which leaf each record is, from the spans of all files. */
final class Spans {
  /** A run of records that are leaves in a row. */
  record Span(long firstLeaf, LogKey log, long firstSeq, long records) {
    long endSeq() {
      return firstSeq + records;
    }

    long endLeaf() {
      return firstLeaf + records;
    }
  }

  private final TreeMap<Long, Span> byLeaf = new TreeMap<>();
  private final Map<LogKey, List<Span>> byLog = new HashMap<>();

  /** Adds one; false if another one claims the same leaves. */
  boolean add(Span span) {
    Map.Entry<Long, Span> before = byLeaf.lowerEntry(span.endLeaf());
    if (before != null && before.getValue().equals(span)) {
      return true; // its records are in two files
    }
    if (span.records <= 0
        || span.firstLeaf < 0
        || before != null && before.getValue().endLeaf() > span.firstLeaf) {
      return false;
    }
    byLeaf.put(span.firstLeaf, span);
    return true;
  }

  /** Call once, when all are added. */
  void index() {
    for (Span span : byLeaf.values()) {
      byLog.computeIfAbsent(span.log, log -> new ArrayList<>()).add(span);
    }
    byLog.values().forEach(spans -> spans.sort(Comparator.comparingLong(Span::firstSeq)));
  }

  /** The spans of a log, by sequence number. */
  List<Span> of(LogKey log) {
    return byLog.getOrDefault(log, List.of());
  }

  Map<LogKey, List<Span>> byLog() {
    return byLog;
  }

  /** Behind the last leaf. */
  long end() {
    return byLeaf.isEmpty() ? 0 : byLeaf.lastEntry().getValue().endLeaf();
  }

  /** Which record a leaf is, for a person; empty if nothing says. */
  String record(long leaf) {
    Map.Entry<Long, Span> at = byLeaf.floorEntry(leaf);
    if (at == null || at.getValue().endLeaf() <= leaf) {
      return "";
    }
    Span span = at.getValue();
    return span.log.record(span.firstSeq + leaf - span.firstLeaf);
  }

  /** The span that a leaf is in; null if none. */
  Span at(long leaf) {
    Map.Entry<Long, Span> at = byLeaf.floorEntry(leaf);
    return at == null || at.getValue().endLeaf() <= leaf ? null : at.getValue();
  }
}
