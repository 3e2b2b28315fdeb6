package io.heddle.it.oracle;

import io.heddle.it.histories.engine.Round;
import io.heddle.it.oracle.driver.Driver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Leaves steps out of a history as long as the same kind of fault stays. */
final class Shrinker {
  /** Under what circumstances a fault comes back. */
  enum Shrunk {
    ALONE(""),
    AFTER_ITSELF(", behind the whole history on the same connection"),
    NOT_AGAIN(", not seen again");

    private final String remark;

    Shrunk(String remark) {
      this.remark = remark;
    }

    String remark() {
      return remark;
    }
  }

  private final Subject subject;
  private Shrunk how;
  private Fault.Kind kind;
  private long seed;

  Shrinker(Subject subject) {
    this.subject = subject;
  }

  /** The shortest history found, run once more so that its answers are told. */
  Finding shrink(Driver driver, Judged wrong) throws IOException {
    kind = wrong.worst();
    seed = wrong.history().seed();
    int[] kept = new int[wrong.history().steps().size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = i;
    }
    how = Shrunk.ALONE;
    if (firstWrong(List.of(kept)) < 0) {
      how = Shrunk.AFTER_ITSELF;
      if (firstWrong(List.of(kept)) < 0) {
        return new Finding(driver, wrong, Shrunk.NOT_AGAIN);
      }
    }
    for (int size = Math.max(1, kept.length / 2); size >= 1; ) {
      List<int[]> candidates = without(kept, size);
      int found = firstWrong(candidates);
      if (found >= 0) {
        kept = candidates.get(found);
      } else {
        size /= 2;
      }
    }
    Judged smallest = run(List.of(kept), true).get(0);
    return smallest.isWrongAs(kind)
        ? new Finding(driver, smallest, how)
        : new Finding(driver, wrong, Shrunk.NOT_AGAIN);
  }

  /** The index of the first that is wrong in the same way; -1 if none is. */
  private int firstWrong(List<int[]> candidates) throws IOException {
    if (comesLate()) {
      // What comes late comes with the next history on the same connection: each has its own round.
      for (int i = 0; i < candidates.size(); i++) {
        if (run(List.of(candidates.get(i)), false).get(0).isWrongAs(kind)) {
          return i;
        }
      }
      return -1;
    }
    List<Judged> judged = candidates.isEmpty() ? List.of() : run(candidates, false);
    for (int i = 0; i < judged.size(); i++) {
      if (judged.get(i).isWrongAs(kind)) {
        return i;
      }
    }
    return -1;
  }

  /** Closing the connection would bring it in time, so it stays open. */
  private boolean comesLate() {
    return kind == Fault.Kind.LEFT_PENDING || kind == Fault.Kind.UNRECORDED;
  }

  /** Runs all of them in one round, each on new connections unless something comes late. */
  private List<Judged> run(List<int[]> candidates, boolean isTold) throws IOException {
    int group = comesLate() ? 0 : how == Shrunk.ALONE ? 1 : 2;
    List<Round.Request> requests = new ArrayList<>();
    for (int[] candidate : candidates) {
      if (group == 2) {
        requests.add(new Round.Request(seed, null));
      }
      requests.add(new Round.Request(seed, candidate));
    }
    List<Judged> judged = subject.run(new Round(group, isTold, requests));
    List<Judged> ofCandidates = new ArrayList<>();
    for (int i = Math.max(0, group - 1); i < judged.size(); i += Math.max(1, group)) {
      ofCandidates.add(judged.get(i));
    }
    return ofCandidates;
  }

  /** The same steps without each run of {@code size} of them. */
  private static List<int[]> without(int[] kept, int size) {
    List<int[]> candidates = new ArrayList<>();
    for (int from = 0; from < kept.length; from += size) {
      int to = Math.min(kept.length, from + size);
      int[] candidate = new int[kept.length - (to - from)];
      System.arraycopy(kept, 0, candidate, 0, from);
      System.arraycopy(kept, to, candidate, from, kept.length - to);
      if (candidate.length > 0) {
        candidates.add(candidate);
      }
    }
    return candidates;
  }
}
