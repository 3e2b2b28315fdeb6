package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.store.SegmentSummary;
import java.util.List;

/**
 * What a policy would remove now, oldest first.
 *
 * @param pruned segments beyond a limit that nothing holds
 * @param held segments beyond a limit that a hold keeps
 * @param kept how many segments are within the limits
 */
public record PrunePlan(List<Step> pruned, List<Step> held, int kept) {
  /**
   * One segment of it.
   *
   * @param segment what it holds
   * @param reason the limit that it is beyond, or the hold that keeps it all the same
   */
  public record Step(SegmentSummary segment, String reason) {}

  /** Takes the lists as they are now. */
  public PrunePlan {
    pruned = List.copyOf(pruned);
    held = List.copyOf(held);
  }

  /** The disk that pruning frees. */
  public long freedBytes() {
    return pruned.stream().mapToLong(step -> step.segment().sizeBytes()).sum();
  }

  /** The operations that pruning removes. */
  public long removedRecords() {
    return pruned.stream().mapToLong(step -> step.segment().records()).sum();
  }
}
