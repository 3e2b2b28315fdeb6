package io.heddle.it.histories.named;

/** What becomes of a write, and what a record may say of it. */
public enum Fate {
  /** It is there, and its record says so. */
  KEPT(true, false),
  /** It is not there, and its record says so. */
  GONE(false, false),
  /** It is there, and its record says so or that this is unknown. */
  KEPT_OR_UNKNOWN(true, true),
  /** It is not there, and its record says so or that this is unknown. */
  GONE_OR_UNKNOWN(false, true);

  private final boolean isKept;
  private final boolean mayBeUnknown;

  Fate(boolean isKept, boolean mayBeUnknown) {
    this.isKept = isKept;
    this.mayBeUnknown = mayBeUnknown;
  }

  /** Whether the database has it afterwards. */
  public boolean isKept() {
    return isKept;
  }

  /** Whether the driver leaves a doubt that no agent could dispel. */
  public boolean mayBeUnknown() {
    return mayBeUnknown;
  }
}
