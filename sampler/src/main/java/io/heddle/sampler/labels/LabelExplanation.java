package io.heddle.sampler.labels;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a tenant has a label, or has none.
 *
 * @param labelled whether it has one
 * @param last its last change that is remembered; null if there was none
 * @param least the least it weighs: recent requests, decayed, those that failed or were slow
 *     counting several times
 * @param most the most it weighs
 * @param needed the least it would have to weigh to take the place of the lightest label; 0 if
 *     there is room
 * @param rank its place among the labels, the heaviest being 1; 0 without a label
 * @param labels how many tenants have a label
 */
public record LabelExplanation(
    boolean labelled,
    LabelChange last,
    double least,
    double most,
    double needed,
    int rank,
    int labels) {

  private static final String WHERE_SOME_COUNT_MORE =
      ", failed and slow ones counting several times";

  /** The same as figures, by names that stay; weights in requests. */
  public Map<String, Number> figures() {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("labelled", labelled ? 1 : 0);
    figures.put("rank", rank);
    figures.put("labels", labels);
    figures.put("weight_least", Math.round(least));
    figures.put("weight_most", Math.round(most));
    figures.put("weight_needed", Math.round(needed));
    return figures;
  }

  /** The same as a sentence or two, about {@code tenant}. */
  public String about(String tenant) {
    long low = Math.round(least);
    long high = Math.round(most);
    String weight =
        "as much as "
            + (low == high ? "" : low + " to ")
            + high
            + (high == 1 ? " recent request" : " recent requests")
            + WHERE_SOME_COUNT_MORE;
    if (labelled) {
      return tenant
          + " has a label because "
          + last.because()
          + "; it weighs "
          + weight
          + ", rank "
          + rank
          + " of "
          + labels
          + ".";
    }
    String lost = last == null ? "" : " It lost its label because " + last.because() + ".";
    if (last == LabelChange.STRICT) {
      return tenant + " counts as ~other." + lost;
    }
    String chance =
        needed == 0
            ? "gets a label with the next page if it is met before"
            : "a label takes more than " + Math.round(needed);
    return tenant + " counts as ~other: it weighs " + weight + ", and " + chance + "." + lost;
  }
}
