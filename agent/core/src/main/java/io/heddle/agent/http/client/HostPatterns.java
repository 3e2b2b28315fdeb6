package io.heddle.agent.http.client;

import java.util.List;
import java.util.Locale;

/**
 * Hosts that may be told the tenant: exact names, and {@code *.suffix} for all names below one.
 * Immutable; a look-up allocates nothing for a lower-case host.
 */
final class HostPatterns {
  private final String[] exact;
  private final String[] suffixes;

  HostPatterns(List<String> patterns) {
    exact =
        patterns.stream()
            .filter(pattern -> !pattern.startsWith("*."))
            .map(pattern -> pattern.toLowerCase(Locale.ROOT))
            .toArray(String[]::new);
    suffixes =
        patterns.stream()
            .filter(pattern -> pattern.startsWith("*.") && pattern.length() > 2)
            .map(pattern -> pattern.substring(1).toLowerCase(Locale.ROOT))
            .toArray(String[]::new);
  }

  boolean matches(String host) {
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
}
