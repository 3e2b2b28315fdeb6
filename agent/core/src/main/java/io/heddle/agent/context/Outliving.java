package io.heddle.agent.context;

import java.util.Locale;

/** How work can outlive the request that began it. */
public enum Outliving {
  /** It was handed over after the request's end. */
  BEGUN_AFTER_END,
  /** It was handed over in time, and still ran when the policy's time after the end was over. */
  BEYOND_BOUND,
  /** It took work of other requests from a queue. */
  OTHER_WORK;

  /** The name in metrics and notes. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
