package io.heddle.sampler.policy.request;

import java.util.List;

/**
 * What is recorded of a request besides its route. Immutable.
 *
 * @param pathSegments how many segments of its path stand for the route of a request that has none,
 *     0 to {@link #MOST_SEGMENTS}
 * @param keepsClients whether the address of the client is recorded
 * @param trustedProxies peers whose {@code Forwarded} and {@code X-Forwarded-For} are believed
 */
public record RequestRules(
    int pathSegments, boolean keepsClients, List<AddressRange> trustedProxies) {
  /** More are no help to anybody who reads records. */
  public static final int MOST_SEGMENTS = 20;

  /** Two segments, clients as the server sees them, and nobody's word for another. */
  public static final RequestRules DEFAULT = new RequestRules(2, true, List.of());

  /** Keeps a copy. */
  public RequestRules {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether a peer of that address is believed; nobody is whose address is no address. */
  public boolean trusts(String address) {
    if (trustedProxies.isEmpty()) {
      return false;
    }
    byte[] bytes = IpAddress.parse(address);
    if (bytes == null) {
      return false;
    }
    for (AddressRange range : trustedProxies) {
      if (range.contains(bytes)) {
        return true;
      }
    }
    return false;
  }
}
