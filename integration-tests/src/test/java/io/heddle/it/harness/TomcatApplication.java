package io.heddle.it.harness;

import java.io.IOException;
import java.nio.file.Path;

/** Starts {@code io.heddle.it.apps.tomcat}. */
public final class TomcatApplication {
  private static final int THREADS = 4;

  private TomcatApplication() {}

  /** One under the agent, on a database of its own, whose spans go nowhere. */
  public static Application start(Jdk jdk, AgentHome home, Path folder)
      throws IOException, InterruptedException {
    return start(
        Jvm.on(jdk).agent(home).environment("OTEL_TRACES_EXPORTER", "none"),
        "application",
        Database.H2.newUrl(folder),
        Database.H2.connections(),
        folder);
  }

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
