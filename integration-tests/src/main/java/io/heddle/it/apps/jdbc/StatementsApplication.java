package io.heddle.it.apps.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Executes the statements of a file, one a line, says how many were accepted, and waits. */
public final class StatementsApplication {
  private StatementsApplication() {}

  /**
   * @param arguments JDBC URL, the file, and perhaps user and password
   */
  public static void main(String[] arguments) throws Exception {
    int accepted = 0;
    String user = arguments.length > 2 ? arguments[2] : "";
    String password = arguments.length > 3 ? arguments[3] : "";
    try (Connection connection =
        user.isEmpty()
            ? DriverManager.getConnection(arguments[0])
            : DriverManager.getConnection(arguments[0], user, password)) {
      for (String line : Files.readAllLines(Path.of(arguments[1]))) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(line.replace("\\n", "\n"));
          accepted++;
        } catch (SQLException refused) {
          System.out.println(
              "REFUSED " + line + ": " + refused.getMessage().lines().findFirst().orElse(""));
        }
      }
    }
    System.out.println("ACCEPTED " + accepted);
    Thread.currentThread().join(); // the test looks at the metrics page, and ends it
  }
}
