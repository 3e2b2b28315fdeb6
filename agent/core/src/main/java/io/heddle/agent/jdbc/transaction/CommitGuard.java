package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.weave.Refused;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.Guarantee;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Sees to it that writes which were promised more are recorded durably before they are committed;
 * refuses the commit where that cannot be and the policy says fail-closed. Not even loaded while
 * nothing is promised.
 */
public final class CommitGuard {
  /**
   * {@code io_error}, as PostgreSQL has it; unlike class 08 it does not say the connection died.
   */
  private static final String SQL_STATE = "58030";

  private final OutcomeSink sink;
  private final OperationRecorder recorder;

  public CommitGuard(OutcomeSink sink, OperationRecorder recorder) {
    this.sink = sink;
    this.recorder = recorder;
  }

  /**
   * A transaction is about to commit.
   *
   * @param connection the driver's own
   * @throws Refused if it must not
   */
  public void beforeCommit(ConnectionState state, Object connection, ThreadState thread) {
    Intent intent = state.intent();
    if (intent == null) {
      return;
    }
    SyncFailure failure = sink.intend(intent, known(state, connection, thread));
    if (failure == null) {
      state.intended(intent);
    } else if (intent.promised() == Guarantee.FAIL_CLOSED) {
      throw refused("commit", "Nothing was committed: roll back, and try again", failure);
    }
  }

  /**
   * Writes that commit by themselves are about to run.
   *
   * @param writes those that are promised more, in their order
   * @throws Refused if they must not
   */
  public void beforeWrites(ConnectionState state, List<Operation> writes) {
    long mark = sink.mark();
    long transaction = state.ownTransaction();
    Guarantee promised = null;
    for (int i = 0; i < writes.size(); i++) {
      Operation write = writes.get(i);
      promised = Guarantee.stronger(promised, write.promised());
      write.announcedAs(transaction, i);
      recorder.redact(write);
      sink.announce(write);
    }
    Intent intent = new Intent(transaction, writes.size(), mark, promised);
    SyncFailure failure = sink.intend(intent, DatabaseTransaction.UNKNOWN);
    if (failure != null && promised == Guarantee.FAIL_CLOSED) {
      sink.decided(transaction, 0, writes.size(), Outcome.ROLLED_BACK);
      throw refused("statement, which commits by itself", "It was not run: try again", failure);
    }
  }

  /** What the database calls the transaction, if it can be asked without harm. */
  private static DatabaseTransaction known(
      ConnectionState state, Object connection, ThreadState thread) {
    if (!state.canBeAsked() || !thread.enterDriver()) {
      return DatabaseTransaction.UNKNOWN;
    }
    try {
      if (state.database() == null) {
        state.database(PostgresTransactions.database((Connection) connection));
      }
      if (state.database().isEmpty()) {
        return DatabaseTransaction.UNKNOWN;
      }
      String id = PostgresTransactions.transaction((Connection) connection);
      return id.isEmpty()
          ? DatabaseTransaction.UNKNOWN
          : new DatabaseTransaction(state.database(), id);
    } finally {
      thread.leaveDriver();
    }
  }

  private Refused refused(String what, String advice, SyncFailure failure) {
    SQLException refusal =
        new SQLException(
            "The audit refused this "
                + what
                + ": "
                + failure.reason()
                + " ("
                + sink.problem()
                + "), and its policy is fail-closed. "
                + advice
                + " when the spool can be written.",
            SQL_STATE);
    refusal.setStackTrace(ofApplication(refusal.getStackTrace()));
    return new Refused(refusal);
  }

  /** The stack from the driver's method on; how advice is called is nobody's business. */
  private static StackTraceElement[] ofApplication(StackTraceElement[] stack) {
    int from = 0;
    while (from < stack.length
        && (stack[from].getClassName().startsWith("io.heddle.")
            || stack[from].getClassName().startsWith("java.lang.invoke."))) {
      from++;
    }
    return List.of(stack).subList(from, stack.length).toArray(new StackTraceElement[0]);
  }
}
