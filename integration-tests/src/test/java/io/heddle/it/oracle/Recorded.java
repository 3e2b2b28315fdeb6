package io.heddle.it.oracle;

import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was recorded of one round, history by history: whatever comes between two marks belongs to
 * the history that the first one begins. Records before the first mark are of the preparation.
 */
final class Recorded {
  /** Where a claim stands that waits for its outcome. */
  private record Place(int history, int index) {}

  private final List<List<Claim>> histories = new ArrayList<>();
  private final Map<Long, List<Place>> pending = new HashMap<>();
  private boolean isComplete;

  /** Takes the next record in the order of writing. */
  void add(Claim claim) {
    if (isComplete) {
      return; // what comes behind the end drops what the histories have made
    }
    if (claim.isEnd()) {
      isComplete = true;
    } else if (claim.isBegin()) {
      histories.add(new ArrayList<>());
    } else if (!histories.isEmpty()) {
      List<Claim> last = histories.get(histories.size() - 1);
      if (claim.outcome() == Outcome.PENDING) {
        pending
            .computeIfAbsent(claim.transaction(), none -> new ArrayList<>())
            .add(new Place(histories.size() - 1, last.size()));
      }
      last.add(claim);
    }
  }

  /** Takes what became of claims that were pending. */
  void decide(OutcomeRecord outcome) {
    for (Place place : pending.getOrDefault(outcome.transaction(), List.of())) {
      List<Claim> history = histories.get(place.history());
      Claim claim = history.get(place.index());
      if (claim.outcome() == Outcome.PENDING
          && claim.ordinal() >= outcome.fromOrdinal()
          && claim.ordinal() < outcome.toOrdinal()) {
        history.set(place.index(), claim.decided(outcome.outcome()));
      }
    }
  }

  /** Whether the round's end was recorded. */
  boolean isComplete() {
    return isComplete;
  }

  /** The claims of each history so far. */
  List<List<Claim>> histories() {
    return histories;
  }
}
