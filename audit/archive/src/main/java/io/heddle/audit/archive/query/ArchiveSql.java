package io.heddle.audit.archive.query;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;

/**
 * Asks the whole archive in SQL: every file is attached to one connection, for reading alone, and
 * the view {@code operation} is all of them together.
 *
 * <p>Nothing can be changed: the files are opened read-only, the connection refuses changes, and no
 * further file can be attached. A question that takes too long is ended.
 */
public final class ArchiveSql {
  /** SQLite's own bound; the hot file is one of them. */
  static final int MOST_FILES = 125;

  private static final int STEPS_BETWEEN_LOOKS = 10_000;

  /** Takes the answer. */
  public interface Rows {
    /** The columns' names, once, before any row. */
    void columns(List<String> names);

    /** Takes a row: texts, numbers and nulls; returns whether more are wanted. */
    boolean take(List<Object> values);
  }

  /** The statement is wrong; the message says how. */
  public static final class BadSqlException extends Exception {
    private static final long serialVersionUID = 1;

    BadSqlException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final ArchiveHome home;
  private final long timeLimitMillis;

  /**
   * Asks the archive of a home directory.
   *
   * @param timeLimitMillis after so long a question is ended
   */
  public ArchiveSql(Path homeDirectory, long timeLimitMillis) {
    home = new ArchiveHome(homeDirectory);
    this.timeLimitMillis = timeLimitMillis;
  }

  /**
   * Answers a question.
   *
   * @param filter which operations the view holds; its order and limit do not matter
   * @param sql one SELECT
   * @throws BadSqlException if it is no such statement
   * @throws ArchiveException if there is no archive, it cannot be read, has too many segments for
   *     one question, or the time is over
   */
  public void ask(AuditQuery filter, String sql, Rows rows)
      throws ArchiveException, BadSqlException {
    try {
      SelectOnly.check(sql);
    } catch (IllegalArgumentException wrong) {
      throw new BadSqlException(wrong.getMessage(), wrong);
    }
    if (!Files.exists(home.hot())) {
      throw new ArchiveException("there is no archive below " + home.path(), null);
    }
    try (Connection connection = Sqlite.memory(MOST_FILES)) {
      open(connection, filter);
      endLateAnswers(connection);
      answer(connection, sql, rows);
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    } catch (IOException failure) {
      throw new ArchiveException(
          "the archive below " + home.archive() + " cannot be read (" + failure + ")", failure);
    }
  }

  /** Attaches the files and begins to read them as of one moment. */
  private void open(Connection connection, AuditQuery filter)
      throws SQLException, IOException, ArchiveException {
    Sqlite.attach(connection, Sqlite.toRead(home.hot()), "hot");
    Sqlite.check(connection, "hot", home.hot());
    List<OperationView.Part> parts = new ArrayList<>();
    parts.add(OperationView.Part.of(connection, "hot"));
    long next;
    do {
      next = Sqlite.number(connection, "SELECT next_segment FROM hot.file");
      for (SegmentSummary segment : needed(filter, next)) {
        String schema = "segment_" + segment.number();
        boolean isKnown = parts.stream().anyMatch(part -> part.schema().equals(schema));
        if (!isKnown && attach(connection, segment.number(), schema)) {
          parts.add(OperationView.Part.of(connection, schema));
        }
      }
      connection.setAutoCommit(false);
      // A file cannot be attached in a transaction. What was sealed before this one began is
      // attached in another round; what is sealed after it is still in the hot file that it sees.
      if (Sqlite.number(connection, "SELECT next_segment FROM hot.file") != next) {
        connection.setAutoCommit(true);
        next = -1;
      }
    } while (next < 0);
    Function.create(connection, "audit_id", new AuditIdFunction());
    Function.create(connection, "extras_json", new ExtrasFunction());
    BegunByFunction.addTo(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(OperationView.create(parts, filter.condition()));
      statement.execute("PRAGMA query_only = ON");
    }
    ((SQLiteConnection) connection).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, parts.size());
  }

  /** False if it has been pruned since the folder was listed. */
  private boolean attach(Connection connection, long segment, String schema)
      throws SQLException, ArchiveException {
    Path file = home.segment(segment);
    try {
      Sqlite.attach(connection, file.toUri() + "?immutable=1&mode=ro", schema);
    } catch (SQLException failure) {
      if (Files.notExists(file)) {
        return false;
      }
      throw Sqlite.unusable(file, failure);
    }
    Sqlite.check(connection, schema, file);
    return true;
  }

  private List<SegmentSummary> needed(AuditQuery filter, long next)
      throws IOException, ArchiveException {
    List<SegmentSummary> needed =
        SegmentManifest.read(home).segments().stream()
            .filter(segment -> segment.number() < next && filter.mayBeIn(segment))
            .toList();
    if (needed.size() >= MOST_FILES) {
      throw new ArchiveException(
          needed.size()
              + " segments may hold an answer, and SQL can be asked of "
              + (MOST_FILES - 1)
              + " at a time; narrow the time with --since, --until or --last",
          null);
    }
    return needed;
  }

  private void endLateAnswers(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + timeLimitMillis * 1_000_000;
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
  }

  private void answer(Connection connection, String sql, Rows rows)
      throws BadSqlException, ArchiveException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      ResultSetMetaData columns = row.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnLabel(i));
      }
      rows.columns(names);
      boolean wanted = true;
      while (wanted && row.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= names.size(); i++) {
          Object value = row.getObject(i);
          values.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        wanted = rows.take(values);
      }
    } catch (SQLException failure) {
      if (failure instanceof SQLiteException known
          && known.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw new ArchiveException(
            "no answer within "
                + timeLimitMillis / 1_000.0
                + " s; narrow the question (--since, --tenant) or allow more with --time-limit",
            failure);
      }
      String message = withoutPrefix(String.valueOf(failure.getMessage()));
      throw new BadSqlException(UnknownName.explained(message), failure);
    }
  }

  /** SQLite's own words, which the driver puts into brackets behind general ones. */
  private static String withoutPrefix(String message) {
    String general = "[SQLITE_ERROR] SQL error or missing database (";
    return message.startsWith(general)
        ? message.substring(general.length(), message.length() - 1)
        : message;
  }
}
