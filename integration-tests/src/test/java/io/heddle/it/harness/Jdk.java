package io.heddle.it.harness;

import java.nio.file.Path;

/**
 * An installed JDK.
 *
 * @param home its folder
 * @param feature its version's first number, such as 17
 */
public record Jdk(Path home, int feature) {
  /** One of its programs, such as {@code java}. */
  public String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** Whether virtual threads are there for everybody (JEP 444). */
  public boolean hasVirtualThreads() {
    return feature >= 21;
  }

  /** Whether loading a native library without being asked to prints a warning (JEP 472). */
  public boolean warnsOfNativeAccess() {
    return feature >= 24;
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
