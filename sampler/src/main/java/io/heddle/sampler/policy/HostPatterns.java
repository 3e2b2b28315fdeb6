package io.heddle.sampler.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Hosts that may be told the tenant: exact names, and {@code *.suffix} for all names below one.
 * Immutable; a look-up allocates nothing for a lower-case host.
 */
public final class HostPatterns {
  /** No host at all. */
  public static final HostPatterns NONE = new HostPatterns(List.of());

  private final String[] exact;
  private final String[] suffixes;
  private final List<String> patterns;

  /** The hosts that match one of these; letters match whatever their case. */
  public HostPatterns(List<String> patterns) {
    List<String> lowered = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> endings = new ArrayList<>();
    for (String pattern : patterns) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      lowered.add(lower);
      if (!lower.startsWith("*.")) {
        names.add(lower);
      } else if (lower.length() > 2) {
        endings.add(lower.substring(1));
      }
    }
    this.patterns = List.copyOf(lowered);
    this.exact = names.toArray(new String[0]);
    this.suffixes = endings.toArray(new String[0]);
  }

  /** Whether a host may be told. */
  public boolean matches(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    for (String name : exact) {
      if (name.equals(lower)) {
        return true;
      }
    }
    for (String suffix : suffixes) {
      if (lower.length() > suffix.length() && lower.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostPatterns that && that.patterns.equals(patterns);
  }

  @Override
  public int hashCode() {
    return patterns.hashCode();
  }

  @Override
  public String toString() {
    return patterns.toString();
  }
}
