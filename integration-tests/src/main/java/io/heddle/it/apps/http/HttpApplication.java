package io.heddle.it.apps.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves on a loopback port of its own, which it prints as {@code READY port}, until it is stopped.
 */
public final class HttpApplication {
  private HttpApplication() {}

  /**
   * @param arguments the number of request threads
   */
  public static void main(String[] arguments) throws Exception {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory(Path.of(""), "tomcat").toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    connector.setProperty("maxThreads", arguments[0]);
    connector.setProperty("minSpareThreads", arguments[0]);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    new Servlets(new Mirror()).addTo(context);
    tomcat.start();
    System.out.println("READY " + connector.getLocalPort());
    tomcat.getServer().await();
  }
}
