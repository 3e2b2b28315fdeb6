package io.heddle.settings;

import java.nio.file.Path;

/**
 * The home directory of the user that this process runs as. A user without an entry in the system's
 * table, as in a container with a user ID of the cluster's choice, has none: older JVMs then say
 * {@code ?}.
 *
 * @param path the directory
 * @param isKnown false: there is none, and {@code path} is the directory for temporary files
 */
record UserHome(Path path, boolean isKnown) {
  /**
   * The first of both that is an absolute path, else the directory for temporary files.
   *
   * @param property the system property {@code user.home}
   * @param variable the environment variable {@code HOME}; null if unset
   * @param temporary the system property {@code java.io.tmpdir}
   */
  static UserHome of(String property, String variable, String temporary) {
    if (isAbsolute(property)) {
      return new UserHome(Path.of(property), true);
    }
    return isAbsolute(variable)
        ? new UserHome(Path.of(variable), true)
        : new UserHome(Path.of(temporary).toAbsolutePath(), false);
  }

  private static boolean isAbsolute(String path) {
    return path != null && path.indexOf('\0') < 0 && Path.of(path).isAbsolute();
  }
}
