package io.heddle.sampler.traces;

/** Refuses numbers out of range, NaN among them, with a message that says what was expected. */
final class Ranges {
  private Ranges() {}

  static void share(String name, double value) {
    check(name, value, 0, 1);
  }

  static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name
              + " is "
              + plain(value)
              + "; expected a number from "
              + plain(least)
              + " to "
              + plain(most));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
