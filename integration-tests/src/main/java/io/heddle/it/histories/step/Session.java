package io.heddle.it.histories.step;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.transaction.xa.XAResource;

/** What the steps of one history after the other run on. One thread. */
public final class Session {
  /** Most statements that stay prepared between histories; others are closed after use. */
  private static final int MOST_PREPARED = 128;

  private static final long PATIENCE_MILLIS = 2_000;

  private final Source source;
  private final Supplier<Session> others;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<Statement> leftOpen = new ArrayList<>();
  private boolean isUnsettled;
  private final List<java.sql.Savepoint> savepoints = new ArrayList<>();
  private Connection connection;
  private XaBranches branches;
  private int history;
  private boolean textsControl;
  private boolean changedProperties;

  /** Not all rows of a result set may have been read: its write may wait for them. */
  private boolean leftUnread;

  private int isolation;
  private Session other;

  /**
   * @param others makes the session that deadlocks with this one; asked once, when it is needed
   */
  public Session(Source source, Supplier<Session> others) {
    this.source = source;
    this.others = others;
  }

  /** Begins a history: its number is what {@code :h} stands for. */
  public void begin(int number) {
    history = number;
    textsControl = false;
    changedProperties = false;
    leftUnread = false;
  }

  int history() {
    return history;
  }

  /** The connection, taken from its source if there is none. */
  Connection connection() throws SQLException {
    if (connection == null) {
      connection = source.connect();
      isolation = connection.getTransactionIsolation();
    }
    return connection;
  }

  Session other() {
    if (other == null) {
      other = others.get();
    }
    other.begin(history);
    return other;
  }

  long patienceMillis() {
    return PATIENCE_MILLIS;
  }

  XaBranches branches() throws SQLException {
    if (branches == null) {
      connection();
      XAResource resource = source.resource();
      branches = new XaBranches(resource, history);
    }
    return branches;
  }

  /** Isolation or read-only mode is to be set back after this history. */
  void changesProperties() {
    changedProperties = true;
  }

  void keep(java.sql.Savepoint savepoint) {
    savepoints.add(savepoint);
  }

  /** A savepoint the driver has given; null if there were not so many. */
  java.sql.Savepoint savepoint(int ago) {
    return ago < savepoints.size() ? savepoints.get(savepoints.size() - 1 - ago) : null;
  }

  void leaveOpen(Statement statement) {
    leftOpen.add(statement);
  }

  /** The statement that was left open last. */
  Statement leftOpen() {
    return leftOpen.get(leftOpen.size() - 1);
  }

  /** A step may have begun a transaction although auto-commit is on. */
  public void mayControl() {
    textsControl = true;
  }

  Object run(String template, Call call) throws SQLException {
    leftUnread |= call != Call.UPDATE && call != Call.LARGE_UPDATE;
    String number = Integer.toString(history);
    String text = template.replace(":h", number).replace(":n", number);
    Statement statement = connection().createStatement();
    try {
      return switch (call) {
        case UPDATE -> statement.executeUpdate(text);
        case LARGE_UPDATE -> statement.executeLargeUpdate(text);
        case EXECUTE -> count(statement, statement.execute(text));
        default -> read(statement.executeQuery(text), call);
      };
    } finally {
      if (call == Call.QUERY_LEFT_OPEN) {
        leftOpen.add(statement);
      } else {
        statement.close();
      }
    }
  }

  Object runPrepared(String template, Call call) throws SQLException {
    leftUnread |= call != Call.UPDATE && call != Call.LARGE_UPDATE;
    String text = template.replace(":n", Integer.toString(history)).replace(":h", "?");
    PreparedStatement kept = call == Call.QUERY_LEFT_OPEN ? null : prepared.get(text);
    PreparedStatement statement = kept != null ? kept : connection().prepareStatement(text);
    boolean keeps = false;
    try {
      for (int i = 1, at = text.indexOf('?'); at >= 0; at = text.indexOf('?', at + 1), i++) {
        statement.setInt(i, history);
      }
      Object answer =
          switch (call) {
            case UPDATE -> statement.executeUpdate();
            case LARGE_UPDATE -> statement.executeLargeUpdate();
            case EXECUTE -> count(statement, statement.execute());
            default -> read(statement.executeQuery(), call);
          };
      keeps = !source.isShared() && !template.contains(":n") && prepared.size() < MOST_PREPARED;
      return answer;
    } finally {
      if (call == Call.QUERY_LEFT_OPEN) {
        leftOpen.add(statement);
      } else if (keeps) {
        prepared.put(text, statement);
      } else {
        prepared.remove(text);
        statement.close();
      }
    }
  }

  /** As mappers do: the count is asked for afterwards. */
  private static Object count(Statement statement, boolean hasRows) throws SQLException {
    return hasRows ? read(statement.getResultSet(), Call.QUERY_UNREAD) : statement.getUpdateCount();
  }

  private static String read(ResultSet rows, Call call) throws SQLException {
    int count = 0;
    while (call == Call.QUERY && rows.next()) {
      count++;
    }
    if (call != Call.QUERY_LEFT_OPEN) {
      rows.close(); // of a statement that is kept it would stay open
    }
    return "rows " + count;
  }

  /** Closes the connection as it is; the next one comes from the source. */
  void reopen() throws SQLException {
    Connection closing = connection;
    forget();
    if (closing != null) {
      try {
        closing.close();
      } catch (SQLException stillOpen) {
        // Derby closes nothing while a transaction is open; an application ends that first.
        attempt(closing::rollback);
        attempt(closing::close);
        throw stillOpen;
      } finally {
        source.closed();
      }
    }
  }

  /** Ends the history: whatever is open is undone, and the session is as it was before. */
  public void settle() {
    if (other != null) {
      other.settle();
    }
    try {
      if (connection == null && !source.isShared()) {
        return;
      }
      connection(); // a pool gives back what was left open on it
      for (Statement statement : leftOpen) {
        statement.close();
      }
      leftOpen.clear();
      savepoints.clear();
      if (branches != null) {
        branches.settle();
        reopen();
        return;
      }
      undo();
      if (changedProperties) {
        connection.setReadOnly(false);
        connection.setTransactionIsolation(isolation);
      }
      if (source.isShared()) {
        reopen();
      } else {
        // A write whose rows were not asked for is recorded at the next call: here, not later.
        connection.setAutoCommit(true);
      }
    } catch (SQLException | StackOverflowError refused) {
      isUnsettled = source.isShared(); // the pool may keep what is open
      discard();
    }
  }

  /** Whether a pool could not be asked to undo what is open. */
  public boolean isUnsettled() {
    return isUnsettled;
  }

  private void undo() throws SQLException {
    if (connection.getAutoCommit()) {
      if (textsControl) {
        rollBackByText();
        // Neither MySQL's driver nor Druid sees that a text has switched it off.
        connection.setAutoCommit(false);
        connection.setAutoCommit(true);
      } else if (leftUnread) {
        run(
            "SELECT COUNT(*) FROM locks",
            Call.QUERY); // or its record comes after those that follow
      }
    } else {
      connection.rollback();
      if (textsControl) {
        // Druid passes on neither rollback() nor setAutoCommit(true) if it thinks that it is on.
        rollBackByText();
        connection.setAutoCommit(false);
      }
      connection.setAutoCommit(true);
    }
  }

  /**
   * A transaction that a text has begun is not known to every driver. Twice: behind a rollback that
   * fails sqlite-jdbc leaves one of its own open.
   */
  private void rollBackByText() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      attempt(() -> statement.execute("ROLLBACK"));
      attempt(() -> statement.execute("ROLLBACK"));
    }
  }

  /** Closes the connection for good, as an application does that has had enough of it. */
  public void discard() {
    if (other != null) {
      other.discard();
    }
    Connection closing = connection;
    forget();
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (SQLException | StackOverflowError stillOpen) {
      attempt(closing::rollback);
      attempt(closing::close);
    }
    attempt(source::closed);
  }

  /** Closes the connection and its source for good. */
  public void end() {
    if (other != null) {
      other.end();
    }
    discard();
    attempt(source::end);
  }

  private interface Attempt {
    void make() throws Exception;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.make();
    } catch (Exception | StackOverflowError givenUp) {
      return; // Jaybird's XA connection closes itself without end once its server is gone
    }
  }

  private void forget() {
    connection = null;
    branches = null;
    prepared.clear();
    leftOpen.clear();
    savepoints.clear();
  }

  /** An exception, for a person. */
  public static String shown(Throwable refused) {
    String message = String.valueOf(refused.getMessage());
    return refused.getClass().getSimpleName()
        + (refused instanceof SQLException sql ? " " + sql.getSQLState() : "")
        + " "
        + message.lines().findFirst().orElse("");
  }
}
