package io.heddle.agent.weave;

import java.io.IOException;

/** What an application might hold: each method another shape for the weaver. */
@SuppressWarnings("unused")
public class Target {
  /** Runs in the middle of {@link #interrupted}. */
  public static Runnable middle;

  private final String name;

  public Target() {
    this.name = "target";
  }

  public String say(String word) {
    return name + " says " + word;
  }

  public static long twice(int number) {
    return 2L * number;
  }

  public double branches(String word) {
    for (int i = 0; i < 3; i++) {
      if (word.length() == i) {
        return i;
      }
      try {
        Integer.parseInt(word);
        return -1;
      } catch (NumberFormatException notANumber) {
        continue;
      } finally {
        middle = null;
      }
    }
    return 3;
  }

  public void fail(String message) throws IOException {
    throw new IOException(message);
  }

  public String interrupted(String word) {
    middle.run();
    return word;
  }

  public native void nowhere();
}
