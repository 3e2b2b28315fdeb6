package io.heddle.sampler.traces;

/** Why a trace was kept or dropped. */
public enum Reason {
  /** Kept: its tenant had had none for a while. */
  CERTAIN("certain", true),
  /** Kept: drawn within its tenant's part of the budget. */
  SHARED("shared", true),
  /** Kept: drawn within the part that new and unknown tenants have together. */
  POOLED("pooled", true),
  /** Kept: the operator wants every trace of the tenant. */
  ALWAYS("always", true),
  /** Kept at its end: it failed or was slow. */
  PROMOTED("promoted", true),
  /** Dropped: not drawn. */
  NOT_DRAWN("not_drawn", false),
  /** Dropped: drawn, but the budget was used up. */
  OVER_BUDGET("over_budget", false),
  /** Dropped: the operator wants no trace of the tenant. */
  NEVER("never", false);

  private final String label;
  private final boolean isKept;

  Reason(String label, boolean isKept) {
    this.label = label;
    this.isKept = isKept;
  }

  /** As the value of a metric's label. */
  public String label() {
    return label;
  }

  /** Whether the trace is kept. */
  public boolean isKept() {
    return isKept;
  }
}
