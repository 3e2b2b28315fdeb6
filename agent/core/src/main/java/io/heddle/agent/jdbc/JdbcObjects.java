package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlCache;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.sampler.policy.Guarantee;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is remembered of the drivers' connections and statements, for as long as they live.
 *
 * <p>An object met for the first time is asked for what it is (its connection, its auto-commit
 * mode), with the thread marked as inside the driver, so that whatever this runs is nobody's call.
 */
final class JdbcObjects {
  /** For each dialect; an application of a thousand statements of 500 characters needs 1 MB. */
  private static final long CACHED_CHARACTERS = 2_000_000;

  private final OutcomeSink outcomes;
  private final OperationRecorder recorder;
  private final AtomicLong transactionIds = new AtomicLong();
  private final WeakIdentityMap<Object, ConnectionState> connections = new WeakIdentityMap<>();
  private final WeakIdentityMap<Object, StatementState> statements = new WeakIdentityMap<>();
  private final SqlCache[] caches = new SqlCache[Dialect.values().length];

  /** Null until a write is promised more. Volatile: whoever sees it sees all of it. */
  private volatile CommitGuard guard;

  JdbcObjects(OutcomeSink outcomes, OperationRecorder recorder) {
    this.outcomes = outcomes;
    this.recorder = recorder;
    for (Dialect dialect : Dialect.values()) {
      caches[dialect.ordinal()] = new SqlCache(dialect, CACHED_CHARACTERS);
    }
  }

  /** What a write is promised; null for nothing more, and for what writes nothing. */
  Guarantee promised(SqlStatement statement) {
    return statement.isWrite() ? outcomes.promised(statement.subject()) : null;
  }

  /** Stands before commits of writes that are promised more. */
  CommitGuard guard() {
    CommitGuard known = guard;
    if (known == null) {
      known = new CommitGuard(outcomes, recorder); // has no state: two are as good as one
      guard = known;
    }
    return known;
  }

  /** How a text reads in the dialect of a connection. */
  SqlStatement read(String sql, ConnectionState connection) {
    return caches[connection.dialect().ordinal()].text(sql).shown();
  }

  /** Remembers a statement its connection has made; {@code sql} is null for a plain one. */
  void statementMade(Object statement, Object connection, String sql, ThreadState thread) {
    StatementState known = statements.get(statement, thread.probe());
    if (known != null && known.prepared() != null) {
      return; // one overload called another
    }
    ConnectionState owner = connection(connection, thread);
    SqlStatement prepared = sql == null ? null : read(sql, owner);
    statements.put(statement, new StatementState(owner, prepared, sql));
  }

  /** What is remembered of a statement; never null. */
  StatementState statement(Object statement, ThreadState thread) {
    StatementState known = statements.get(statement, thread.probe());
    if (known != null) {
      return known;
    }
    // Made before the agent came, or by a method of the driver that is not woven.
    ConnectionState owner = connection(connectionOf(statement, thread), thread);
    return statements.putIfAbsent(statement, new StatementState(owner, null, null));
  }

  /** What is remembered of a connection; never null. */
  ConnectionState connection(Object connection, ThreadState thread) {
    ConnectionState known = connections.get(connection, thread.probe());
    if (known != null) {
      return known;
    }
    Dialect dialect = Drivers.dialectOf(connection.getClass().getName());
    boolean autoCommit = autoCommitOf(connection, thread);
    return connections.putIfAbsent(
        connection, new ConnectionState(dialect, autoCommit, transactionIds, outcomes));
  }

  /** What is remembered of a connection, or null if it never ran anything. */
  ConnectionState knownConnection(Object connection, ThreadState thread) {
    return connections.get(connection, thread.probe());
  }

  void forgetStatement(Object statement, ThreadState thread) {
    statements.remove(statement, thread.probe());
  }

  /** Forgets a connection; returns what was remembered, or null. */
  ConnectionState forgetConnection(Object connection, ThreadState thread) {
    return connections.remove(connection, thread.probe());
  }

  /** The connection of a statement; the statement itself if it is closed. */
  static Object connectionOf(Object statement, ThreadState thread) {
    boolean entered = thread.enterDriver();
    try {
      Connection connection = ((Statement) statement).getConnection();
      return connection == null ? statement : connection;
    } catch (SQLException closed) {
      return statement;
    } finally {
      if (entered) {
        thread.leaveDriver();
      }
    }
  }

  private static boolean autoCommitOf(Object connection, ThreadState thread) {
    boolean entered = thread.enterDriver();
    try {
      return !(connection instanceof Connection known) || known.getAutoCommit();
    } catch (SQLException closed) {
      return true;
    } finally {
      if (entered) {
        thread.leaveDriver();
      }
    }
  }
}
