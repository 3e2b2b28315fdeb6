package io.heddle.sampler.policy;

/**
 * A name in which each {@code *} stands for any number of characters, also none; letters match
 * whatever their case, because databases differ in it. Immutable.
 *
 * @param text the pattern as it is written
 */
public record NamePattern(String text) {
  /** Whether the whole of {@code name} matches. Linear in its length for each {@code *}. */
  public boolean matches(String name) {
    int at = 0;
    int next = 0;
    int star = -1;
    int retry = 0;
    while (at < name.length()) {
      if (next < text.length() && text.charAt(next) == '*') {
        star = next++;
        retry = at;
      } else if (next < text.length() && same(text.charAt(next), name.charAt(at))) {
        next++;
        at++;
      } else if (star >= 0) {
        // The last star takes one character more; stars before it need not change their mind.
        next = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (next < text.length() && text.charAt(next) == '*') {
      next++;
    }
    return next == text.length();
  }

  private static boolean same(char a, char b) {
    return a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
