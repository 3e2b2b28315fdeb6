package io.heddle.agent.weave;

/** Mentions a type that is nowhere to be found when the class is woven. */
public class Dependent {
  /** Cannot even be linked without the type. */
  public Missing missing(Missing missing) {
    return missing == null ? new Missing() : missing.itself();
  }

  /** Does without it. */
  public static long twice(int number) {
    return 2L * number;
  }
}
