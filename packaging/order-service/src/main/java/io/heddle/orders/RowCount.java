package io.heddle.orders;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Counts the rows of a closed database by table and tenant, for whoever wants to compare. */
final class RowCount {
  private static final List<String> TABLES = List.of("orders", "confirmations", "reservations");

  private RowCount() {}

  /** Prints a line {@code TABLE<tab>TENANT<tab>COUNT} for each tenant of each table there is. */
  static void print(String file, PrintStream out) throws SQLException {
    String url = Database.url(file) + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        if (exists(connection, table)) {
          print(statement, table, out);
        }
      }
    }
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, "PUBLIC", table.toUpperCase(), null)) {
      return tables.next();
    }
  }

  private static void print(Statement statement, String table, PrintStream out)
      throws SQLException {
    String sql =
        "select coalesce(tenant_id, ''), count(*) from " + table + " group by tenant_id order by 1";
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        out.println(table + "\t" + rows.getString(1) + "\t" + rows.getLong(2));
      }
    }
  }
}
