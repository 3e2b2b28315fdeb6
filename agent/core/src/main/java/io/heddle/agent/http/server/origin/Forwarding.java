package io.heddle.agent.http.server.origin;

import io.heddle.sampler.policy.request.IpAddress;
import io.heddle.sampler.policy.request.RequestRules;

/**
 * Who the client is, if the peer is a proxy that the policy trusts: the last address that no
 * trusted proxy has, read from the end, because anybody may have written what stands before it.
 */
public final class Forwarding {
  /** Hops beyond these are not looked at; nobody has so many proxies. */
  private static final int MOST_HOPS = 32;

  private Forwarding() {}

  /**
   * The client's address.
   *
   * @param peer who has connected, and is trusted
   * @param forwarded all of {@code Forwarded} (RFC 7239), joined by commas; null if there is none
   * @param forwardedFor the same of {@code X-Forwarded-For}
   * @return {@code peer} if the headers name nobody, or not the same: a proxy that writes one of
   *     them may pass on what a client has written into the other
   */
  public static String client(
      String peer, String forwarded, String forwardedFor, RequestRules rules) {
    if (forwarded == null) {
      return forwardedFor == null ? peer : last(peer, forwardedFor, false, rules);
    }
    String client = last(peer, forwarded, true, rules);
    return forwardedFor == null || last(peer, forwardedFor, false, rules).equals(client)
        ? client
        : peer;
  }

  private static String last(String peer, String list, boolean isStandard, RequestRules rules) {
    String known = peer;
    int end = list.length();
    for (int hop = 0; hop < MOST_HOPS && end >= 0; hop++) {
      int comma = list.lastIndexOf(',', end - 1);
      String element = list.substring(comma + 1, end).strip();
      String address = address(isStandard ? forOf(element) : element);
      if (address == null) {
        return known; // hidden, or nonsense: the last known one passed it on
      }
      known = address;
      if (!rules.trusts(address)) {
        return known;
      }
      end = comma;
    }
    return known;
  }

  /** The value of {@code for}, in one element of {@code Forwarded}; empty if there is none. */
  private static String forOf(String element) {
    for (String pair : element.split(";", MOST_HOPS)) {
      String stripped = pair.strip();
      if (stripped.regionMatches(true, 0, "for=", 0, 4)) {
        String value = stripped.substring(4);
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
      }
    }
    return "";
  }

  /** An address without its port and brackets; null if it is none. */
  private static String address(String node) {
    String address = node;
    if (node.startsWith("[")) {
      int bracket = node.indexOf(']');
      address = bracket < 0 ? "" : node.substring(1, bracket);
    } else {
      int colon = node.indexOf(':');
      if (colon >= 0 && colon == node.lastIndexOf(':')) {
        address = node.substring(0, colon); // IPv4 with a port: IPv6 has more colons
      }
    }
    return IpAddress.parse(address) == null ? null : address;
  }
}
