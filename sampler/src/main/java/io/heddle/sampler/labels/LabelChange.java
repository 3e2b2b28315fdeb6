package io.heddle.sampler.labels;

/** Why a tenant gained or lost its label. */
public enum LabelChange {
  /** Gained: there was a place that nobody waited for when it was first met. */
  FIRST_SEEN(true, "there was room when it was first seen"),
  /** Gained: there was room, and none of those without a label weighed more. */
  ROOM(true, "there was room for it"),
  /** Gained: it weighs more than the one whose place it takes. */
  OUTWEIGHS(true, "it outweighed another"),
  /** Gained: the policy pins it. */
  PINNED(true, "the policy pins it"),
  /** Lost: somebody else weighs more. */
  OUTWEIGHED(false, "another outweighed it"),
  /** Lost: a pinned tenant needed the place. */
  DISPLACED(false, "a pinned tenant took its place"),
  /** Lost: the budget has become smaller. */
  OVER_BUDGET(false, "the budget became smaller"),
  /** Lost: the policy is strict, and there are more tenants than the top tier's edge. */
  STRICT(false, "the policy drops all labels in the top tier");

  private final boolean gain;
  private final String because;

  LabelChange(boolean gain, String because) {
    this.gain = gain;
    this.because = because;
  }

  /** Whether it is a gain. */
  public boolean isGain() {
    return gain;
  }

  /** The rest of a sentence that begins with "because". */
  public String because() {
    return because;
  }
}
