package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.traffic.Traffic;

/**
 * IDs as a header would carry them. Those of tenants are made once; those of one-offs each time.
 */
final class TenantNames {
  private static final String PREFIX = "tenant-";

  private final String[] names;

  TenantNames(int tenants) {
    names = new String[tenants];
    for (int tenant = 0; tenant < tenants; tenant++) {
      names[tenant] = PREFIX + tenant;
    }
  }

  /**
   * @param event the number of the request: what makes the ID of a one-off its own
   */
  String of(int tenant, long event) {
    return tenant == Traffic.ONE_OFF ? oneOff(event) : names[tenant];
  }

  /** The tenant with that name; {@link Traffic#ONE_OFF} for any other. */
  static int tenant(String name) {
    return name.startsWith(PREFIX)
        ? Integer.parseInt(name, PREFIX.length(), name.length(), 10)
        : Traffic.ONE_OFF;
  }

  /** As good as random, and never the same twice: the finalizer of SplitMix64 is a bijection. */
  private static String oneOff(long event) {
    long bits = (event ^ event >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return Long.toHexString(bits ^ bits >>> 31);
  }
}
