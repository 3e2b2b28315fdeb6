package io.heddle.sampler.policy.request;

/**
 * Addresses with a common beginning, as in RFC 4632: {@code 10.0.0.0/8} or one alone. Immutable.
 */
public final class AddressRange {
  private final String text;
  private final byte[] first;
  private final int prefix;

  private AddressRange(String text, byte[] first, int prefix) {
    this.text = text;
    this.first = first;
    this.prefix = prefix;
  }

  /** The range that a policy names; null if it names none. */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] first = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (first == null || text.indexOf('%') >= 0) {
      return null;
    }
    int bits = first.length * 8;
    int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
    return prefix < 0 || prefix > bits ? null : new AddressRange(text, first, prefix);
  }

  /** -1 if it is no number. */
  private static int prefix(String digits) {
    int value = digits.isEmpty() || digits.length() > 3 ? -1 : 0;
    for (int i = 0; i < digits.length() && value >= 0; i++) {
      int digit = digits.charAt(i) - '0';
      value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
    }
    return value;
  }

  /** Whether an address, of 4 or 16 bytes, is one of these. */
  public boolean contains(byte[] address) {
    if (address.length != first.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != first[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ first[whole]) & 0xFF) >> (8 - rest) == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As a policy writes it. */
  @Override
  public String toString() {
    return text;
  }
}
