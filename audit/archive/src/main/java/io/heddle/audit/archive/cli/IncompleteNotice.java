package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.retention.PrunedSegment;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Says that an answer is missing what retention has removed, or what is gone without a word:
 * silence would look like nothing.
 */
final class IncompleteNotice {
  private static final int MOST_TOLD = 10;

  private IncompleteNotice() {}

  /**
   * Says it if the archive has lost something, or if segments were pruned that may have held
   * answers.
   *
   * @return whether the answer is incomplete
   */
  static boolean tell(
      Consumer<String> listener, Times times, ArchiveReader reader, AuditQuery query)
      throws ArchiveException {
    boolean isMissing = tellMissing(listener, reader);
    List<PrunedSegment> pruned = reader.pruned(query);
    if (!pruned.isEmpty()) {
      listener.accept(text(pruned, times));
    }
    return isMissing || !pruned.isEmpty();
  }

  /** Says it if the archive has lost something; returns whether it has. */
  static boolean tellMissing(Consumer<String> listener, ArchiveReader reader)
      throws ArchiveException {
    List<String> missing = reader.missing();
    missing.stream().limit(MOST_TOLD).forEach(what -> listener.accept("not complete: " + what));
    if (missing.size() > MOST_TOLD) {
      listener.accept(
          "not complete: "
              + Counted.of(missing.size() - MOST_TOLD, "more is", "more are")
              + " missing");
    }
    return !missing.isEmpty();
  }

  /** Says it of a record that cannot be proved because of that; returns whether it was said. */
  static boolean tell(
      Consumer<String> listener, Times times, String record, List<PrunedSegment> pruned) {
    if (pruned.isEmpty()) {
      return false;
    }
    PrunedSegment last = pruned.get(pruned.size() - 1);
    listener.accept(
        String.format(
            Locale.ROOT,
            "%s may have been in segment %d, pruned on %s by %s (%s): what is pruned can be proved"
                + " by a proof made before, or from a copy of the home made before",
            record,
            last.segment().number(),
            times.said(last.prunedMicros()),
            last.prunedBy(),
            last.reason()));
    return true;
  }

  private static String text(List<PrunedSegment> pruned, Times times) {
    long records = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    PrunedSegment latest = pruned.get(0);
    for (PrunedSegment one : pruned) {
      records += one.segment().records();
      first = Math.min(first, one.segment().firstMicros());
      last = Math.max(last, one.segment().lastMicros());
      latest = one.prunedMicros() > latest.prunedMicros() ? one : latest;
    }
    return String.format(
        Locale.ROOT,
        "not complete: %s from %s to %s %s pruned, last on %s by %s (%s)",
        Counted.of(records, "record"),
        times.said(first),
        times.said(last),
        records == 1 ? "was" : "were",
        times.said(latest.prunedMicros()),
        latest.prunedBy(),
        latest.reason());
  }
}
