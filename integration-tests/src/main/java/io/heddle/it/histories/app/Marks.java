package io.heddle.it.histories.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes between histories, in a database of their own: literals are taken out of statements, so a
 * reader of records tells histories apart by what was written between them.
 */
final class Marks {
  private final PreparedStatement history;
  private final PreparedStatement end;

  Marks() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:marks");
    connection.createStatement().execute("CREATE TABLE history_begins (h INT)");
    connection.createStatement().execute("CREATE TABLE round_ends (h INT)");
    history = connection.prepareStatement("UPDATE history_begins SET h = 1");
    end = connection.prepareStatement("UPDATE round_ends SET h = 1");
  }

  /** What follows belongs to the next history. */
  void historyBegins() throws SQLException {
    history.executeUpdate();
  }

  /** All histories of this round are over. */
  void roundEnds() throws SQLException {
    end.executeUpdate();
  }
}
