package io.heddle.it.apps.drivers;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;

/**
 * Writes through a driver in every {@link Way}, each to a table of its own, and prints a line for
 * each: {@code WROTE table way rows}. The driver is loaded by a class loader of its own, once for
 * each number of a series of tables.
 */
public final class DriverApplication {
  private DriverApplication() {}

  /**
   * @param arguments JDBC URL, jars of the driver, how many class loaders; then {@code names}
   *     prints the classes of its objects and ends, {@code stay} goes on running, and all others
   *     are names of classes that are loaded first
   */
  public static void main(String[] arguments) throws Exception {
    boolean stays = arguments.length > 3 && arguments[3].equals("stay");
    for (int series = 0; series < Integer.parseInt(arguments[2]); series++) {
      ClassLoader loader = loader(arguments[1]);
      boolean wantsNames = arguments.length > 3 && arguments[3].equals("names");
      for (int i = 3; i < arguments.length && !wantsNames && !stays; i++) {
        Class.forName(arguments[i], true, loader);
      }
      try (Connection connection = connect(arguments[0], loader)) {
        if (wantsNames) {
          printNames(connection);
        } else {
          write(connection, (char) ('a' + series));
        }
      }
    }
    System.out.println("DONE");
    if (stays) {
      new CountDownLatch(1).await(); // until it is stopped
    }
  }

  private static void write(Connection connection, char series) throws SQLException {
    for (Way way : Way.values()) {
      String table = "w" + series + way.name().toLowerCase(Locale.ROOT).replace("_", "");
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v VARCHAR(20))");
      }
      try {
        way.insert(connection, table);
      } catch (SQLException | UnsupportedOperationException | LinkageError refused) {
        System.out.println("REFUSED " + way + " " + refused.toString().lines().findFirst().get());
      }
      System.out.println("WROTE " + table + " " + way + " " + count(connection, table));
    }
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void printNames(Connection connection) throws SQLException {
    System.out.println("CLASS " + connection.getClass().getName());
    try (Statement statement = connection.createStatement()) {
      System.out.println("CLASS " + statement.getClass().getName());
      statement.execute("CREATE TABLE named (id INT)");
    }
    String insert = "INSERT INTO named VALUES (?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      System.out.println("CLASS " + statement.getClass().getName());
    }
    try (PreparedStatement statement = connection.prepareCall(insert)) {
      System.out.println("CLASS " + statement.getClass().getName());
    } catch (SQLException knowsNone) {
      System.out.println("REFUSED prepareCall " + knowsNone.getMessage());
    }
  }

  private static Connection connect(String url, ClassLoader loader) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
      Connection connection = driver.connect(url, new Properties());
      if (connection != null) {
        return connection;
      }
    }
    throw new SQLException("no driver for " + url);
  }

  private static ClassLoader loader(String jars) throws Exception {
    String[] paths = jars.split(File.pathSeparator);
    URL[] urls = new URL[paths.length];
    for (int i = 0; i < paths.length; i++) {
      urls[i] = Path.of(paths[i]).toUri().toURL();
    }
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }
}
