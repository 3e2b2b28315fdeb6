package io.heddle.sampler.labels;

import java.util.Comparator;
import java.util.List;

/**
 * Who takes whose place: the heaviest candidates those of the lightest incumbents, while they
 * clearly outweigh them.
 *
 * <p>"Clearly" is two things. The candidate's least weight is at least {@code advantage} times the
 * incumbent's most; and the two differ by more than two standard deviations of what chance does to
 * two counts (Poisson: the variance of a difference is their sum), so that tenants seen once or
 * twice do not take turns.
 */
record Succession<T>(List<Candidate<T>> rising, List<Incumbent<T>> leaving) {
  /** Two standard deviations: one pair in 44 by chance. */
  private static final double DEVIATIONS = 2;

  /**
   * @param candidates heaviest first
   * @param incumbents who may be put out, lightest first
   * @param room how many places anybody may have
   * @param reserve how many free places are kept for those who put somebody out, so that they need
   *     not wait until that one has left
   * @param most how many may be put out
   * @param unit what one request weighs now, in which the others' weights are expressed
   */
  static <T> Succession<T> of(
      List<Candidate<T>> candidates,
      List<Incumbent<T>> incumbents,
      int room,
      int reserve,
      int most,
      double advantage,
      double unit) {
    int first = Math.min(room, candidates.size());
    int pairs = Math.min(Math.min(most, incumbents.size()), candidates.size() - first);
    int won = 0;
    while (won < pairs
        && outweighs(candidates.get(first + won), incumbents.get(won), advantage, unit)) {
      won++;
    }
    return new Succession<>(
        candidates.subList(0, first + Math.min(won, reserve)), incumbents.subList(0, won));
  }

  static <T> boolean outweighs(
      Candidate<T> candidate, Incumbent<T> incumbent, double advantage, double unit) {
    double difference = candidate.least() - incumbent.most;
    double chance = DEVIATIONS * Math.sqrt((candidate.least() + incumbent.most) * unit);
    return candidate.least() >= advantage * incumbent.most && difference > chance;
  }

  static <T> Comparator<Candidate<T>> heaviestFirst() {
    return Comparator.comparingDouble((Candidate<T> candidate) -> candidate.least()).reversed();
  }

  static <T> Comparator<Incumbent<T>> lightestFirst() {
    return Comparator.comparingDouble((Incumbent<T> incumbent) -> incumbent.most);
  }
}
