package io.heddle.sampler.policy.request;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses as texts. Nothing here asks a name server. */
public final class IpAddress {
  private static final int LONGEST = 45; // of IPv6 with an IPv4 address at its end, RFC 4291

  private IpAddress() {}

  /**
   * The bytes of a literal address, 4 or 16; an IPv4 address mapped into IPv6 has 4.
   *
   * @return null if it is none; a zone as in {@code fe80::1%eth0} is left out
   */
  public static byte[] parse(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    if (address.length() > LONGEST || !isIpv4(address) && !looksLikeIpv6(address)) {
      return null;
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException noAddress) {
      return null;
    }
  }

  /** Four decimal numbers: the shorter forms that the JDK takes as well are nobody's address. */
  private static boolean isIpv4(String text) {
    int number = 0;
    int digits = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + c - '0';
        digits++;
        if (number > 255 || digits > 3) {
          return false;
        }
      } else if (c == '.' && digits > 0) {
        dots++;
        number = 0;
        digits = 0;
      } else {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  /** What holds a colon and nothing that a host's name has: the JDK takes it for a literal. */
  private static boolean looksLikeIpv6(String text) {
    boolean hasColon = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isHex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
      if (c == ':') {
        hasColon = true;
      } else if (!isHex && c != '.') {
        return false;
      }
    }
    return hasColon;
  }
}
