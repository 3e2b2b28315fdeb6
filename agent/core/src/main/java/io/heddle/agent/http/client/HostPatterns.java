package io.heddle.agent.http.client;

import java.util.ArrayList;
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
    List<String> names = new ArrayList<>();
    List<String> endings = new ArrayList<>();
    for (String pattern : patterns) {
      String lower = pattern.toLowerCase(Locale.ROOT);
      if (!lower.startsWith("*.")) {
        names.add(lower);
      } else if (lower.length() > 2) {
        endings.add(lower.substring(1));
      }
    }
    exact = names.toArray(new String[0]);
    suffixes = endings.toArray(new String[0]);
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
