package io.heddle.orders;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat on the loopback address. */
final class WebServer implements AutoCloseable {
  /** Held, because the JDK forgets a logger's level once nobody refers to it. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  /** Logs each exception a servlet throws with its stack: too much where some orders must fail. */
  private static final Logger SERVLETS =
      Logger.getLogger("org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/]");

  /** Looks for leaks on stop, of no interest where the process ends. */
  private static final Logger LOADER = Logger.getLogger("org.apache.catalina.loader");

  private final Tomcat tomcat;
  private final Path base;

  private WebServer(Tomcat tomcat, Path base) {
    this.tomcat = tomcat;
    this.base = base;
  }

  /**
   * Starts to serve {@code application}.
   *
   * @param port 0 lets the system choose
   * @throws IOException if the port is taken
   */
  static WebServer start(int port, Application application) throws IOException {
    TOMCAT.setLevel(Level.WARNING);
    LOADER.setLevel(Level.OFF);
    Path base = Files.createTempDirectory("order-service");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxThreads", "32");
    connector.setParseBodyMethods("POST,PUT");
    connector.setThrowOnFailure(true);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", new File(".").getAbsolutePath());
    SERVLETS.setLevel(Level.OFF); // only now: adding the context sets it to INFO
    application
        .servlets()
        .forEach(
            (pattern, servlet) -> {
              String name = servlet.getClass().getSimpleName();
              Tomcat.addServlet(context, name, servlet);
              context.addServletMapping(pattern, name);
            });
    WebServer server = new WebServer(tomcat, base);
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      server.close();
      throw new IOException("cannot listen on 127.0.0.1:" + port, e);
    }
    return server;
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** Takes no new request, finishes those being served, and removes its directory. */
  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      deleteAll(base);
    } catch (LifecycleException | IOException e) {
      System.err.println("order-service: " + e);
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      paths
          .sorted((a, b) -> b.compareTo(a))
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
