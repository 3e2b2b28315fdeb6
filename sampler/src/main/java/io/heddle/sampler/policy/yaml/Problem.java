package io.heddle.sampler.policy.yaml;

/**
 * Something in a file that cannot be accepted.
 *
 * @param place where
 * @param key what it is the value of, such as {@code labels.budget}; empty if it is the file itself
 * @param value what stands there, shortened and printable; empty if nothing does
 * @param expected what should, to end the sentence "expected …"
 */
public record Problem(Place place, String key, String value, String expected) {
  private static final int LONGEST = 60;

  /** Makes {@code value} fit to be shown. */
  public Problem {
    value = printable(value);
    key = printable(key);
  }

  /** The sentence, without its place. */
  public String sentence() {
    StringBuilder text = new StringBuilder();
    if (!key.isEmpty()) {
      text.append(key).append(' ');
    }
    if (!value.isEmpty()) {
      text.append(key.isEmpty() ? "'" : "is '").append(value).append("', ");
    } else if (!key.isEmpty()) {
      text.append("is empty, ");
    }
    return text.append("expected ").append(expected).toString();
  }

  @Override
  public String toString() {
    return place + ": " + sentence();
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), LONGEST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean shows = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
      shown.append(shows ? c : '?');
    }
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
