package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus beside the parsers of real databases, in memory: what it calls certain is a statement
 * there. Which objects exist does not matter: only complaints about the syntax count.
 */
class CorpusValidityTest {
  @Test
  void h2ParsesItsCorpus() throws SQLException {
    assertThat(refused(Dialect.H2, "jdbc:h2:mem:corpus", 150, "42000", "42001")).isEmpty();
  }

  @Test
  void sqliteParsesItsCorpus() throws SQLException {
    assertThat(
            refused(
                Dialect.SQLITE,
                "jdbc:sqlite::memory:",
                100,
                "syntax error",
                "incomplete input",
                "unrecognized token"))
        .isEmpty();
  }

  @Test
  void hsqldbParsesItsCorpus() throws SQLException {
    assertThat(refused(Dialect.HSQLDB, "jdbc:hsqldb:mem:corpus", 90, "42581", "42582", "42590"))
        .isEmpty();
  }

  @Test
  void derbyParsesItsCorpus(@TempDir Path folder) throws SQLException {
    System.setProperty("derby.stream.error.file", folder.resolve("derby.log").toString());
    assertThat(refused(Dialect.DERBY, "jdbc:derby:memory:corpus;create=true", 70, "42X01", "42X02"))
        .isEmpty();
  }

  @Test
  void duckDbParsesItsCorpus() throws SQLException {
    assertThat(refused(Dialect.DUCKDB, "jdbc:duckdb:", 90, "Parser Error")).isEmpty();
  }

  /** Statements that a database does not understand, with what it says. */
  private static List<String> refused(Dialect dialect, String url, int atLeast, String... syntax)
      throws SQLException {
    List<String> refused = new ArrayList<>();
    int tried = 0;
    try (Connection connection = DriverManager.getConnection(url)) {
      for (CorpusEntry entry : CorpusEntry.of(dialect)) {
        boolean isEscape = entry.sql().startsWith("{") || entry.sql().startsWith("?");
        if (isEscape || entry.expected().stream().anyMatch(one -> one.endsWith("?"))) {
          continue;
        }
        tried++;
        String complaint = complaint(connection, entry.sql());
        for (String word : syntax) {
          if (complaint.contains(word)) {
            refused.add(entry.sql() + ": " + complaint);
          }
        }
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(atLeast);
    return refused;
  }

  private static String complaint(Connection connection, String sql) {
    try {
      connection.prepareStatement(sql).close();
      return "";
    } catch (SQLException refused) {
      return refused.getSQLState() + ' ' + refused.getErrorCode() + ' ' + refused.getMessage();
    }
  }
}
