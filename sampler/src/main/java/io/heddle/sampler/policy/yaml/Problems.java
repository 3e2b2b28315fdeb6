package io.heddle.sampler.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that is wrong with one file, so that it can be mended in one go.
 *
 * <p>Bound: the first {@link #MOST} are kept, the rest is counted. One thread.
 */
public final class Problems {
  static final int MOST = 50;

  private final List<Problem> kept = new ArrayList<>();
  private int beyond;

  /** Notes a problem. */
  public void add(Place place, String key, String value, String expected) {
    if (kept.size() < MOST) {
      kept.add(new Problem(place, key, value, expected));
    } else {
      beyond++;
    }
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return kept.isEmpty();
  }

  /** Those kept, in the order of the file, and how many more there are as the last. */
  public List<Problem> all() {
    List<Problem> all = new ArrayList<>(kept);
    all.sort(Comparator.comparing(Problem::place));
    if (beyond > 0) {
      Place last = all.get(all.size() - 1).place();
      all.add(new Problem(last, "", "", "fewer mistakes: there are " + beyond + " more"));
    }
    return List.copyOf(all);
  }
}
