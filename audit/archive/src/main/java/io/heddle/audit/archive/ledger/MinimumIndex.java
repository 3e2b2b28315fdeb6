package io.heddle.audit.archive.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger declares of leaves whose records retention has removed: C2SP tlog-tiles' minimum
 * index. All of it holds from its own leaf on; what was declared before may itself have been
 * pruned.
 *
 * @param leaf no record of a leaf before it is left; tiles of such leaves alone are removed
 * @param pruned of how many leaves records were removed, before {@code leaf} and behind
 * @param ranges the leaves behind {@code leaf} that pruned segments span: from the first to behind
 *     the last, ascending. Others in between, of a segment under hold, may be there
 */
public record MinimumIndex(long leaf, long pruned, List<Range> ranges) {
  /** What a {@link LedgerEvent.Noted} says that declares one. */
  public static final String WHAT = "MINIMUM_INDEX";

  /** So many go into a note; beyond, the notes of single segments must still be there. */
  private static final int MOST_RANGES = 80;

  /** Leaves from the first to behind the last. */
  public record Range(long first, long end) {}

  /** Keeps a copy. */
  public MinimumIndex {
    ranges = List.copyOf(ranges);
  }

  /**
   * Declares what is known.
   *
   * @param seals of all segments that were ever pruned
   */
  public static MinimumIndex of(long leaf, List<SegmentSeal> seals) {
    long pruned = 0;
    List<Range> ranges = new ArrayList<>();
    for (SegmentSeal seal : seals) {
      pruned += seal.leaves();
      if (seal.endLeaf() > leaf) {
        ranges.add(new Range(Math.max(leaf, seal.firstLeaf()), seal.endLeaf()));
      }
    }
    // The register may be younger than the archive; what is gone is gone all the same.
    return new MinimumIndex(leaf, Math.max(leaf, pruned), joined(ranges));
  }

  /** The declaration that an event is, if it is one that can be read. */
  public static Optional<MinimumIndex> of(LedgerEvent event) {
    if (!(event instanceof LedgerEvent.Noted note) || !note.what().equals(WHAT)) {
      return Optional.empty();
    }
    Map<String, Object> fields = EventText.detail(event);
    if (!(fields.get("minimum_index") instanceof Number leaf)
        || !(fields.get("pruned_leaves") instanceof Number pruned)
        || !(fields.get("ranges") instanceof List<?> ranges)) {
      return Optional.empty();
    }
    List<Range> parsed = new ArrayList<>();
    for (Object range : ranges) {
      if (range instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof Number first
          && pair.get(1) instanceof Number end) {
        parsed.add(new Range(first.longValue(), end.longValue()));
      }
    }
    return Optional.of(new MinimumIndex(leaf.longValue(), pruned.longValue(), parsed));
  }

  /** The event that declares it. */
  public LedgerEvent.Noted note(long micros) {
    StringBuilder json = new StringBuilder("{\"minimum_index\":").append(leaf);
    json.append(",\"pruned_leaves\":").append(pruned).append(",\"ranges\":[");
    for (int i = 0; i < ranges.size() && i < MOST_RANGES; i++) {
      Range range = ranges.get(i);
      json.append(i == 0 ? "[" : ",[")
          .append(range.first)
          .append(',')
          .append(range.end)
          .append(']');
    }
    return new LedgerEvent.Noted(micros, WHAT, json.append("]}").toString());
  }

  /** Whether the record of a leaf may have been removed. */
  public boolean covers(long index) {
    return index < leaf || ranges.stream().anyMatch(in -> index >= in.first && index < in.end);
  }

  /** Whether some of these leaves may be of removed records. */
  public boolean touches(long first, long end) {
    return first < leaf || ranges.stream().anyMatch(in -> in.first < end && in.end > first);
  }

  /** Those that touch as one. */
  private static List<Range> joined(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort((a, b) -> Long.compare(a.first, b.first));
    List<Range> joined = new ArrayList<>();
    for (Range range : sorted) {
      Range last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && range.first <= last.end) {
        joined.set(joined.size() - 1, new Range(last.first, Math.max(last.end, range.end)));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
