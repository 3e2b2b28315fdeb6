package io.heddle.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks a running JVM by its JDK's {@code jcmd}. */
public final class Jcmd {
  private Jcmd() {}

  /** What {@code command} prints of the JVM with that process id. */
  public static String of(Jdk jdk, long pid, String command)
      throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(jdk.program("jcmd"), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IllegalStateException("jcmd " + command + ": " + output);
    }
    return output;
  }
}
