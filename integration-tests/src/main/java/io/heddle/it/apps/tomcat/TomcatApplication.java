package io.heddle.it.apps.tomcat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves on a loopback port of its own, which it prints as {@code READY port}, until it is stopped.
 */
public final class TomcatApplication {
  private TomcatApplication() {}

  /**
   * @param arguments JDBC URL, size of the connection pool, number of request threads
   */
  public static void main(String[] arguments) throws Exception {
    silenceLogging();
    HikariDataSource pool = pool(arguments[0], Integer.parseInt(arguments[1]));
    Items items = new Items(pool);
    items.createTable();

    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory(Path.of(""), "tomcat").toString());
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(0);
    // Few threads, so that every one of them serves many tenants.
    connector.setProperty("maxThreads", arguments[2]);
    connector.setProperty("minSpareThreads", arguments[2]);
    // A benchmark keeps its connections for all its requests, and for its pauses.
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "-1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    new Routes(items, new Orders(pool)).addTo(context);
    tomcat.start();
    System.out.println("READY " + connector.getLocalPort());
    tomcat.getServer().await();
  }

  /** So that a test can say what may stand on standard error, which is nothing. */
  private static void silenceLogging() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
  }

  static void addServlet(Context context, String path, jakarta.servlet.Servlet servlet) {
    Wrapper wrapper = Tomcat.addServlet(context, path, servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping(path);
  }

  private static HikariDataSource pool(String url, int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    return new HikariDataSource(config);
  }
}
