package io.heddle.it.apps.plain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Inserts rows: one for each request to the JDK's own server, or one after the other as a job. */
public final class UnwovenServerApplication {
  private final Connection connection;

  private UnwovenServerApplication(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param arguments {@code serve} or {@code job}
   */
  public static void main(String[] arguments) throws Exception {
    UnwovenServerApplication application =
        new UnwovenServerApplication(DriverManager.getConnection("jdbc:h2:mem:rows"));
    application.run("CREATE TABLE orders (id INT)");
    if (arguments[0].equals("serve")) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/orders", application::answer);
      server.start();
      System.out.println("PORT " + server.getAddress().getPort());
    } else {
      System.out.println("WORKING");
      while (true) {
        application.run("INSERT INTO orders VALUES (1)");
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      run("INSERT INTO orders VALUES (1)");
      exchange.sendResponseHeaders(200, -1);
    } catch (SQLException failure) {
      exchange.sendResponseHeaders(500, -1);
    }
    exchange.close();
  }

  private synchronized void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
