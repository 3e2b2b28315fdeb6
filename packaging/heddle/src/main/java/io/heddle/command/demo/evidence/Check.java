package io.heddle.command.demo.evidence;

/**
 * A claim of the summary: two numbers of different origin that must be the same.
 *
 * @param claim what is true if they are
 * @param leftSource where the first number comes from
 * @param rightSource where the second one comes from
 * @param mayBeZero whether it says anything if both are 0
 */
public record Check(
    String claim, String leftSource, long left, String rightSource, long right, boolean mayBeZero) {

  /** A claim that two accounts agree about something that did happen. */
  public static Check same(
      String claim, String leftSource, long left, String rightSource, long right) {
    return new Check(claim, leftSource, left, rightSource, right, false);
  }

  /** A claim that something never happened. */
  public static Check none(String claim, String source, long count) {
    return new Check(claim, source, count, "expected", 0, true);
  }

  /** Whether the claim is true, as far as it was looked at. */
  public boolean holds() {
    return left == right && (mayBeZero || left > 0);
  }
}
