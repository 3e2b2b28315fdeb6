package io.heddle.audit.archive.query;

import io.heddle.audit.archive.store.SegmentSummary;
import java.util.Set;

/**
 * Which events are wanted.
 *
 * @param fromMicros not before
 * @param toMicros before
 * @param kinds what happened, in capitals; empty for all but those that come with every transaction
 *     and every second: {@link #FREQUENT}
 * @param node of this node alone; empty for all, and for the archive itself
 * @param newestFirst whether the newest come first
 * @param limit most of them; 0 for all
 */
public record EventQuery(
    long fromMicros,
    long toMicros,
    Set<String> kinds,
    String node,
    boolean newestFirst,
    long limit) {
  /** Kinds that are shown only to who asks for them. */
  public static final Set<String> FREQUENT = Set.of("OUTCOME", "INTENT", "INTERVAL");

  /** How far the clocks of agents and archiver may be apart. */
  private static final long CLOCKS_APART_MICROS = 86_400_000_000L;

  /** Keeps a copy of {@code kinds}. */
  public EventQuery {
    kinds = Set.copyOf(kinds);
  }

  boolean isMeant(String kind, long micros, String ofNode) {
    return micros >= fromMicros
        && micros < toMicros
        && (kinds.isEmpty() ? !FREQUENT.contains(kind) : kinds.contains(kind))
        && (node.isEmpty() || node.equals(ofNode));
  }

  /** What is in a segment was recorded before its file was complete. */
  boolean mayBeIn(SegmentSummary segment) {
    return fromMicros / 1_000 - CLOCKS_APART_MICROS / 1_000 <= segment.modifiedMillis();
  }
}
