package io.heddle.it.truth;

import java.util.LinkedHashMap;
import java.util.Map;

/** Values of {@code X-Tenant-ID}, by what is special about them. */
final class TenantHeader {
  /** What an HTTP client can send but is no tenant ID. */
  static final Map<String, String> MALFORMED = new LinkedHashMap<>();

  static final Map<String, String> WELL_FORMED = new LinkedHashMap<>();

  static {
    MALFORMED.put("too long", "a".repeat(65));
    MALFORMED.put("far too long", "a".repeat(4_000));
    MALFORMED.put("with a space", "two words");
    MALFORMED.put("with a quote", "o'brien");
    MALFORMED.put("with a brace", "a{b}");
    MALFORMED.put("with a backslash", "a\\nb");
    MALFORMED.put("like a name of ours", "~none");
    MALFORMED.put("like the overflow", "~other");
    MALFORMED.put("two values", "a,b");
    MALFORMED.put("like SQL", "x;DROP TABLE item");

    WELL_FORMED.put("a UUID", "6f1c1f3e-0d5a-4a53-8c53-5d0ad4f0b7c1");
    WELL_FORMED.put("an address", "team+ops@example.org");
    WELL_FORMED.put("Base64", "YWJjZA==");
    WELL_FORMED.put("the longest", "b".repeat(64));
    WELL_FORMED.put("one letter", "x");
  }

  private TenantHeader() {}
}
