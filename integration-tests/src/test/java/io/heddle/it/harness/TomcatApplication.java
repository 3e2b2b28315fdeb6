package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Path;

/** Starts {@code io.heddle.it.apps.tomcat}. */
public final class TomcatApplication {
  private static final int THREADS = 4;

  private TomcatApplication() {}

  /** What starts it on {@code jdbcUrl}; the caller may add an agent before. */
  public static Application start(
      JvmCommand command, String name, String jdbcUrl, int connections, Path folder)
      throws IOException, InterruptedException {
    Jvm jvm =
        command
            .main("io.heddle.it.apps.tomcat.TomcatApplication", ClassPath.ofApplications())
            .arguments(jdbcUrl, connections, THREADS)
            .start(name, folder);
    return Application.awaitPort(jvm, "READY (\\d+)");
  }
}
