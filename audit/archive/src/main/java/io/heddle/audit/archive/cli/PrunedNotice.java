package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.retention.PrunedSegment;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Says that an answer is missing what retention has removed: silence would look like nothing. */
final class PrunedNotice {
  private PrunedNotice() {}

  /** Says it if segments were pruned that may have held answers. */
  static void tell(Consumer<String> listener, ArchiveReader reader, AuditQuery query)
      throws ArchiveException {
    List<PrunedSegment> pruned = reader.pruned(query);
    if (!pruned.isEmpty()) {
      listener.accept(text(pruned));
    }
  }

  /** Says it of a record that cannot be proved because of that; returns whether it was said. */
  static boolean tell(Consumer<String> listener, String record, List<PrunedSegment> pruned) {
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
            Moments.readable(last.prunedMicros()),
            last.prunedBy(),
            last.reason()));
    return true;
  }

  private static String text(List<PrunedSegment> pruned) {
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
        "not complete: %,d records from %s to %s were pruned, last on %s by %s (%s)",
        records,
        Moments.readable(first),
        Moments.readable(last),
        Moments.readable(latest.prunedMicros()),
        latest.prunedBy(),
        latest.reason());
  }
}
