package io.heddle.command.demo.load;

import java.util.ArrayList;
import java.util.List;

/** Names for any number of tenants, all different and in the same order each time. */
public final class TenantNames {
  private static final String[] FIRST = {
    "acme", "globex", "initech", "umbra", "northwind", "contoso", "fabrikam", "hooli", "stark",
    "wayne", "tyrell", "cyberdyne", "wonka", "duff", "oceanic", "soylent", "vandelay", "pied",
    "aperture", "massive"
  };
  private static final String[] SECOND = {
    "foods",
    "mills",
    "motors",
    "labs",
    "retail",
    "books",
    "garden",
    "health",
    "energy",
    "travel",
    "textiles",
    "toys",
    "coffee",
    "cycles",
    "optics"
  };

  private TenantNames() {}

  /** The first {@code count} names. */
  public static List<String> first(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      // Within one row of FIRST each word comes up once; the next row pairs it with another second
      // word, so that all 300 pairs are used before a number is needed.
      int row = i / FIRST.length;
      int round = row / SECOND.length;
      String second = SECOND[(row + i % FIRST.length) % SECOND.length];
      names.add(FIRST[i % FIRST.length] + "-" + second + (round == 0 ? "" : "-" + (round + 1)));
    }
    return names;
  }
}
