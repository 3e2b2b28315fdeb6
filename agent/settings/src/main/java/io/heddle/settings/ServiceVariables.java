package io.heddle.settings;

/**
 * The environment variables that Kubernetes gives every container for a Service named {@code
 * heddle} or {@code heddle-…}: they begin like ours and say nothing to us.
 *
 * <p>For a Service {@code heddle} these are {@code HEDDLE_SERVICE_HOST}, {@code
 * HEDDLE_SERVICE_PORT}, {@code HEDDLE_SERVICE_PORT_<name>}, {@code HEDDLE_PORT} and {@code
 * HEDDLE_PORT_<number>_<protocol>}, the last one also with {@code _PROTO}, {@code _PORT} and {@code
 * _ADDR} behind it.
 */
final class ServiceVariables {
  private static final String SERVICE_PORT = "_SERVICE_PORT";
  private static final String PORT = "_PORT";

  private ServiceVariables() {}

  /**
   * Whether Kubernetes made the variable.
   *
   * @param name begins with {@code HEDDLE_}
   */
  static boolean isOne(String name, String value) {
    if (name.endsWith("_SERVICE_HOST")
        || name.endsWith(SERVICE_PORT)
        || name.contains(SERVICE_PORT + "_")) {
      return true;
    }
    if (name.endsWith(PORT) && isAddress(value)) {
      return true; // HEDDLE_SIDECAR_PORT, which is ours as well, holds a number if it is ours
    }
    int port = name.indexOf(PORT + "_");
    return port >= 0 && isPortOf(name.substring(port + PORT.length() + 1));
  }

  /** {@code 9464_TCP}, {@code 9464_TCP_ADDR} and their like. */
  private static boolean isPortOf(String rest) {
    int digits = 0;
    while (digits < rest.length() && rest.charAt(digits) >= '0' && rest.charAt(digits) <= '9') {
      digits++;
    }
    return digits > 0
        && (rest.startsWith("_TCP", digits)
            || rest.startsWith("_UDP", digits)
            || rest.startsWith("_SCTP", digits));
  }

  private static boolean isAddress(String value) {
    return value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://");
  }
}
