package io.heddle.command.attach;

import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The home for an agent in another user's JVM: that user must be able to write to it. */
final class HomeOfTarget {
  private final String pid;
  private final Account user;

  HomeOfTarget(String pid, Account user) {
    this.pid = pid;
    this.user = user;
  }

  /**
   * Where an agent started with that JVM would have its home.
   *
   * @param properties of that JVM
   * @throws CommandFailure if its user has no home directory
   */
  Path chosen(Properties properties) {
    for (String given :
        new String[] {properties.getProperty("heddle.home"), variable("HEDDLE_HOME")}) {
      if (isAbsolute(given)) {
        return Path.of(given);
      }
    }
    for (String given : new String[] {properties.getProperty("user.home"), variable("HOME")}) {
      if (isAbsolute(given)) {
        return Path.of(given, ".heddle");
      }
    }
    throw new CommandFailure(
        "JVM " + pid + " runs as " + user + ", who has no home directory; nothing was loaded",
        advice(),
        null);
  }

  /**
   * Refuses a home that the JVM's user cannot write to, by the permissions of folders. A relative
   * one begins where that JVM runs, and is left to the agent.
   *
   * @throws CommandFailure naming the folder in the way
   */
  void require(Path home) {
    if (!home.isAbsolute()) {
      return;
    }
    String hindrance = hindrance(home);
    if (hindrance.isEmpty() && Files.exists(home.resolve("spool"))) {
      hindrance = hindrance(home.resolve("spool"));
    }
    if (!hindrance.isEmpty()) {
      throw new CommandFailure(
          "JVM "
              + pid
              + " runs as "
              + user
              + ", and its home would be "
              + home
              + ", but "
              + hindrance
              + "; nothing was loaded",
          advice(),
          null);
    }
  }

  private String advice() {
    return "Name a directory that it can write to: heddle attach --home DIR " + pid + ".";
  }

  private String hindrance(Path folder) {
    try {
      return user.hindrance(folder);
    } catch (IOException unread) {
      return ""; // the agent itself will tell
    }
  }

  /** A variable of that process's environment; empty if it is unset or cannot be read. */
  private String variable(String name) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
      for (String entry : new String(environment, StandardCharsets.UTF_8).split("\0")) {
        if (entry.startsWith(name + "=")) {
          return entry.substring(name.length() + 1);
        }
      }
    } catch (IOException unread) {
      // as on systems without it
    }
    return "";
  }

  private static boolean isAbsolute(String path) {
    return path != null && path.startsWith("/");
  }
}
