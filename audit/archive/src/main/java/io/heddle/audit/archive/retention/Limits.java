package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.store.SegmentSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Applies a policy to segments: which are beyond a limit, and which. */
final class Limits {
  private final RetentionPolicy policy;
  private final long nowMicros;

  Limits(RetentionPolicy policy, long nowMicros) {
    this.policy = policy;
    this.nowMicros = nowMicros;
  }

  /** Those beyond a limit, oldest first, as if nothing were held. */
  List<PrunePlan.Step> beyond(List<SegmentSummary> segments) {
    List<SegmentSummary> newestFirst = new ArrayList<>(segments);
    newestFirst.sort(
        Comparator.comparingLong(SegmentSummary::lastMicros)
            .thenComparingLong(SegmentSummary::number)
            .reversed());
    List<PrunePlan.Step> beyond = new ArrayList<>();
    long keptBytes = 0;
    for (SegmentSummary segment : newestFirst) {
      if (isTooOld(segment)) {
        beyond.add(0, new PrunePlan.Step(segment, "older than " + span(policy.keepMillis())));
        continue;
      }
      keptBytes += segment.sizeBytes();
      if (policy.keepBytes() > 0 && keptBytes > policy.keepBytes()) {
        beyond.add(
            0, new PrunePlan.Step(segment, "beyond " + policy.keepBytes() + " bytes of segments"));
      }
    }
    return beyond;
  }

  private boolean isTooOld(SegmentSummary segment) {
    // In milliseconds, because a limit of centuries in microseconds may be no long any more.
    long ageMillis = nowMicros / 1_000 - Math.floorDiv(segment.lastMicros(), 1_000L);
    return policy.keepMillis() > 0 && ageMillis > policy.keepMillis();
  }

  private static String span(long millis) {
    Duration span = Duration.ofMillis(millis);
    return millis % 86_400_000 == 0 ? span.toDays() + " days" : span.toString().substring(2);
  }
}
