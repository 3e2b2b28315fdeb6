package io.heddle.it.bench.advice;

/** What advice calls: little, so that calling it is what is measured. */
public final class Counter {
  private static long entered;
  private static long left;

  private Counter() {}

  /** Returns a token. */
  public static Object enter(Object hooked) {
    entered++;
    return hooked;
  }

  /** Takes the token back. */
  public static void exit(Object token) {
    if (token != null) {
      left++;
    }
  }

  /** Calls that were entered and left. */
  static long balanced() {
    if (entered != left) {
      throw new IllegalStateException(entered + " entered, " + left + " left");
    }
    return entered;
  }
}
