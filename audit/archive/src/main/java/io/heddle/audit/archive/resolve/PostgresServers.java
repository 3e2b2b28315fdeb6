package io.heddle.audit.archive.resolve;

import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.spool.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * PostgreSQL servers that may be asked what became of transactions. A server is told by its system
 * identifier, whatever its address: only the one that a transaction was in is believed.
 *
 * <p>Any right to connect suffices; nothing is written. Each attempt ends within {@link
 * #PATIENCE_SECONDS} a server and step.
 */
public final class PostgresServers {
  private static final String DRIVER = "org.postgresql.Driver";
  private static final String PATIENCE_SECONDS = "5";
  private static final String SYSTEM = "?system_identifier=";

  private final List<String> urls;
  private final String user;
  private final Path passwordFile;

  /**
   * @param urls of JDBC, one for each server; any database of it
   * @param user empty: the driver's default, or what the URL says
   * @param passwordFile whose first line is the password; null: none, or what the URL says
   */
  public PostgresServers(List<String> urls, String user, Path passwordFile) {
    this.urls = List.copyOf(urls);
    this.user = user;
    this.passwordFile = passwordFile;
  }

  /** Whether there is nobody to ask. */
  public boolean isEmpty() {
    return urls.isEmpty();
  }

  /** Asks about each transaction; there is an answer for each, in their order. */
  public List<Answer> ask(List<Doubt> doubts) {
    Answer[] answers = new Answer[doubts.size()];
    for (int i = 0; i < answers.length; i++) {
      Doubt doubt = doubts.get(i);
      answers[i] = new Answer(doubt, Outcome.PENDING, "no server given is " + doubt.database());
    }
    for (String url : urls) {
      try (Connection connection = connect(url)) {
        ask(connection, url, answers);
      } catch (SQLException | IOException | ClassNotFoundException failure) {
        String why = withoutProperties(url) + " cannot be asked: " + failure.getMessage();
        for (int i = 0; i < answers.length; i++) {
          if (!answers[i].isFinal()) {
            answers[i] = new Answer(answers[i].doubt(), Outcome.PENDING, why);
          }
        }
      }
    }
    return List.of(answers);
  }

  private void ask(Connection connection, String url, Answer[] answers) throws SQLException {
    String system = text(connection, "SELECT system_identifier::text FROM pg_control_system()");
    for (int i = 0; i < answers.length; i++) {
      Doubt doubt = answers[i].doubt();
      if (!answers[i].isFinal() && doubt.database().endsWith(SYSTEM + system)) {
        answers[i] = ask(connection, url, doubt);
      }
    }
  }

  private static Answer ask(Connection connection, String url, Doubt doubt) throws SQLException {
    String said;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_xact_status(?::text::xid8)")) {
      statement.setString(1, doubt.databaseId());
      try (ResultSet row = statement.executeQuery()) {
        said = row.next() ? row.getString(1) : null;
      }
    }
    String how =
        withoutProperties(url)
            + " says of its transaction "
            + doubt.databaseId()
            + ": "
            + (said == null ? "too old to tell" : said);
    return new Answer(doubt, outcome(said), how);
  }

  private static Outcome outcome(String said) {
    if (said == null) {
      return Outcome.UNKNOWN;
    }
    return switch (said) {
      case "committed" -> Outcome.COMMITTED;
      case "aborted" -> Outcome.ROLLED_BACK;
      default -> Outcome.PENDING; // in progress
    };
  }

  private Connection connect(String url) throws SQLException, IOException, ClassNotFoundException {
    // By name: a driver that is announced is loaded by every command that opens the archive.
    Class.forName(DRIVER);
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", PATIENCE_SECONDS);
    properties.setProperty("loginTimeout", PATIENCE_SECONDS);
    properties.setProperty("socketTimeout", PATIENCE_SECONDS);
    properties.setProperty("ApplicationName", "heddle");
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (passwordFile != null) {
      List<String> lines = new ArrayList<>(Files.readAllLines(passwordFile));
      properties.setProperty("password", lines.isEmpty() ? "" : lines.get(0));
    }
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setReadOnly(true);
    return connection;
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** Properties of a URL may hold a password. */
  private static String withoutProperties(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }
}
