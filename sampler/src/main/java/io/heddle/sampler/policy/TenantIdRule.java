package io.heddle.sampler.policy;

/**
 * Which texts are tenant IDs: 1 to {@code maxLength} ASCII letters, digits and {@code . _ - : @ / +
 * =}.
 *
 * <p>The set holds UUIDs, slugs, DNS names, e-mail addresses and Base64, and leaves out whatever
 * could break a metrics page, a log line or a header. A tilde is left out too: {@code ~none} and
 * its like are ours.
 */
public final class TenantIdRule {
  /** No setting can allow a longer ID: series, records and headers are sized for it. */
  public static final int LONGEST = 128;

  private final int maxLength;

  /**
   * @param maxLength in characters; brought into 1 to {@link #LONGEST}
   */
  public TenantIdRule(int maxLength) {
    this.maxLength = Math.max(1, Math.min(maxLength, LONGEST));
  }

  /** Whether {@code text} is a tenant ID. */
  public boolean accepts(String text) {
    int length = text.length();
    if (length == 0 || length > maxLength) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '-' && c <= ':' // - . / 0-9 :
        || c == '_'
        || c == '@'
        || c == '+'
        || c == '=';
  }
}
