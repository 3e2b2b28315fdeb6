package io.heddle.it.oracle;

import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.oracle.driver.Driver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Leaves steps out of a history as long as the same kind of fault stays. */
final class Shrinker {
  /** How many histories right before it may have left behind what a fault needs. */
  private static final int MOST_BEFORE = 32;

  /** How far back those are looked for that used the same connection. */
  private static final int MOST_BEFORE_ON_IT = 400;

  /**
   * Under what circumstances a fault comes back.
   *
   * @param isSeenAgain whether it does
   * @param before seeds of what has to run before, on the same connections
   */
  record Shrunk(boolean isSeenAgain, List<Long> before) {
    static final Shrunk ALONE = new Shrunk(true, List.of());
    static final Shrunk NOT_AGAIN = new Shrunk(false, List.of());

    String remark() {
      if (!isSeenAgain) {
        return ", not seen again";
      }
      return before.isEmpty() ? "" : ", behind seeds " + before + " on the same connections";
    }
  }

  private final Subject subject;
  private List<Long> before;
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
    if (!comesBack(kept)) {
      return new Finding(driver, wrong, Shrunk.NOT_AGAIN);
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
        ? new Finding(driver, smallest, new Shrunk(true, before))
        : new Finding(driver, wrong, Shrunk.NOT_AGAIN);
  }

  /** Finds what has to run before, if anything: nothing, itself, or some of those before it. */
  private boolean comesBack(int[] kept) throws IOException {
    before = List.of();
    if (firstWrong(List.of(kept)) >= 0) {
      return true;
    }
    before = List.of(seed);
    if (firstWrong(List.of(kept)) >= 0) {
      return true;
    }
    before = new ArrayList<>();
    History last = subject.history(seed);
    for (long earlier = Math.max(0, seed - MOST_BEFORE_ON_IT); earlier < seed; earlier++) {
      History history = subject.history(earlier);
      boolean isOnIt = history.source() == last.source() && history.variant() == last.variant();
      if (earlier >= seed - MOST_BEFORE || isOnIt && history.source().isPool()) {
        before.add(earlier);
      }
    }
    if (firstWrong(List.of(kept)) < 0) {
      return false;
    }
    for (Long earlier : List.copyOf(before)) {
      List<Long> all = before;
      before = new ArrayList<>(all);
      before.remove(earlier);
      if (firstWrong(List.of(kept)) < 0) {
        before = all;
      }
    }
    return true;
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
    int most = Round.MOST / (before.size() + 1);
    for (int from = 0; from < candidates.size(); from += most) {
      List<int[]> some = candidates.subList(from, Math.min(candidates.size(), from + most));
      List<Judged> judged = run(some, false);
      for (int i = 0; i < judged.size(); i++) {
        if (judged.get(i).isWrongAs(kind)) {
          return from + i;
        }
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
    int group = before.size() + 1;
    List<Round.Request> requests = new ArrayList<>();
    for (int[] candidate : candidates) {
      for (long earlier : before) {
        requests.add(new Round.Request(earlier, null));
      }
      requests.add(new Round.Request(seed, candidate));
    }
    List<Judged> judged = subject.run(new Round(comesLate() ? 0 : group, isTold, requests));
    List<Judged> ofCandidates = new ArrayList<>();
    for (int i = group - 1; i < judged.size(); i += group) {
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
