package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.jdbc.function.WritingFunctions;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlCache;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.CommitGuard;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.jdbc.transaction.OutcomeSink;
import io.heddle.agent.jdbc.transaction.Probes;
import io.heddle.agent.jdbc.transaction.Transactions;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.sampler.policy.Guarantee;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What is remembered of the drivers' connections and statements, for as long as they live.
 *
 * <p>An object met for the first time is asked for what it is (its connection, its auto-commit
 * mode), with the thread marked as inside the driver, so that whatever this runs is nobody's call.
 */
final class JdbcObjects {
  /** For each syntax; an application of a thousand statements of 500 characters needs 1 MB. */
  private static final long CACHED_CHARACTERS = 2_000_000;

  private final OutcomeSink outcomes;
  private final OperationRecorder recorder;
  private final Transactions transactions;
  private final WeakIdentityMap<Object, ConnectionState> connections = new WeakIdentityMap<>();

  /** The same by what holds the state of transactions, which several connections may share. */
  private final WeakIdentityMap<Object, ConnectionState> holders = new WeakIdentityMap<>();

  private final WeakIdentityMap<Object, StatementState> statements = new WeakIdentityMap<>();
  private final WritingFunctions functions;
  private final SqlCache[] caches = new SqlCache[2 * Dialect.values().length];

  /** Null until a write is promised more. Volatile: whoever sees it sees all of it. */
  private volatile CommitGuard guard;

  JdbcObjects(OutcomeSink outcomes, OperationRecorder recorder, Probes probes, HeldWrites held) {
    this.outcomes = outcomes;
    this.transactions = new Transactions(outcomes, probes, held);
    this.recorder = recorder;
    this.functions = new WritingFunctions(recorder::writingFunctions);
    for (Dialect dialect : Dialect.values()) {
      for (int escapes = 0; escapes < 2; escapes++) {
        caches[2 * dialect.ordinal() + escapes] =
            new SqlCache(new SqlSyntax(dialect, escapes == 1), CACHED_CHARACTERS);
      }
    }
  }

  /** What a write is promised; null for nothing more. */
  Guarantee promised(Subject write) {
    return outcomes.promised(write);
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

  /** How a text reads under the dialect and the settings of a connection. */
  SqlText read(String sql, ConnectionState connection, ThreadState thread) {
    int syntax = 2 * connection.dialect().ordinal() + (connection.escapesByBackslash() ? 1 : 0);
    return functions.seen(caches[syntax].text(sql), thread);
  }

  /** How a text reads where its connection is not known. */
  SqlStatement readUnknown(String sql) {
    return caches[2 * Dialect.OTHER.ordinal()].text(sql).first();
  }

  /** Remembers a statement its connection has made; {@code sql} is null for a plain one. */
  void statementMade(Object statement, Object connection, String sql, ThreadState thread) {
    StatementState known = statements.get(statement, thread.probe());
    if (known != null && known.prepared() != null) {
      return; // one overload called another
    }
    ConnectionState owner = connection(connection, thread);
    SqlText prepared = sql == null ? null : read(sql, owner, thread);
    if (prepared != null && owner.dialect().runsWhenPrepared(prepared)) {
      owner.ranWhilePrepared(prepared);
      prepared = prepared.onlyLast();
      sql = null; // rows and detail are told from the text of one statement
    }
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
    ConnectionState known = knownConnection(connection, thread);
    if (known != null) {
      return known;
    }
    Dialect dialect = Drivers.dialectOf(connection.getClass().getName());
    boolean autoCommit = autoCommitOf(connection, thread);
    Object holder = transactions.holder(connection);
    ConnectionState followed =
        holders.putIfAbsent(holder, follow(connection, holder, dialect, autoCommit, thread));
    return connections.putIfAbsent(connection, followed);
  }

  private ConnectionState follow(
      Object connection, Object holder, Dialect dialect, boolean autoCommit, ThreadState thread) {
    boolean entered = thread.enterDriver();
    try {
      return transactions.follow(dialect, autoCommit, connection, holder);
    } finally {
      if (entered) {
        thread.leaveDriver();
      }
    }
  }

  /** What is remembered of a connection, or null if nothing ever ran on it, or on its session. */
  ConnectionState knownConnection(Object connection, ThreadState thread) {
    ConnectionState known = connections.get(connection, thread.probe());
    if (known != null || holders.isEmpty()) {
      return known;
    }
    Object holder = transactions.holder(connection);
    known = holders.get(holder, thread.probe());
    return known == null ? null : connections.putIfAbsent(connection, known);
  }

  /** Forgets a statement; returns what was remembered, or null. */
  StatementState forgetStatement(Object statement, ThreadState thread) {
    return statements.remove(statement, thread.probe());
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

  /** Whether a connection says that it is open. */
  boolean isOpen(Object connection, ThreadState thread) {
    boolean entered = thread.enterDriver();
    try {
      return connection instanceof Connection known && !known.isClosed();
    } catch (SQLException unknown) {
      return false;
    } finally {
      if (entered) {
        thread.leaveDriver();
      }
    }
  }
}
