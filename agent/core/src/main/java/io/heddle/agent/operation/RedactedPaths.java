package io.heddle.agent.operation;

import io.heddle.sampler.policy.Redaction;

/** Takes secret segments out of the attributes that show a path. */
final class RedactedPaths {
  private static final String PATH = "url.path";
  private static final String FULL = "url.full";

  private RedactedPaths() {}

  /**
   * Changes attributes in place.
   *
   * @param hidesAll whether no path is shown at all, because its route is not
   * @param attributes key, value, key, value …
   */
  static void apply(Redaction redaction, boolean hidesAll, Object[] attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i].equals(PATH)) {
        attributes[i + 1] = shown(redaction, hidesAll, (String) attributes[i + 1]);
      } else if (attributes[i].equals(FULL)) {
        String url = (String) attributes[i + 1];
        int authority = url.indexOf("://") + 3;
        int path = url.indexOf('/', authority);
        if (path >= 0) {
          attributes[i + 1] =
              url.substring(0, path) + shown(redaction, hidesAll, url.substring(path));
        }
      }
    }
  }

  private static String shown(Redaction redaction, boolean hidesAll, String path) {
    return hidesAll ? "/" + Redaction.MASK : redaction.path(path);
  }
}
