package io.heddle.agent.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlParser;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that says how transactions have ended, as Jaybird does. */
class ToldEndsTest {
  private static final String INSERT = "INSERT INTO t VALUES (1)";

  private final OperationRecorder recorder =
      Recorders.of(new TenantRegistry(10, () -> new byte[32]));
  private final CurrentThread threads = new CurrentThread();
  private final List<String> decisions = new ArrayList<>();
  private final Transactions transactions =
      new Transactions(
          new RecordingSink(decisions),
          new Probes(loader -> loader),
          new HeldWrites((write, rows) -> {}));
  private final Session session = new Session();
  private final ConnectionState connection =
      new ConnectionState(Dialect.FIREBIRD, true, new Told(), session, transactions);

  /** What the driver holds. */
  private static final class Session {
    private long open;
    private boolean isSuspended;
    private Outcome ended;
  }

  private static final class Told implements TransactionProbe {
    @Override
    public void read(Object holder, Object attached, Reading into) {
      Session session = (Session) holder;
      boolean isCurrent = session.open > 0 && !session.isSuspended;
      into.status(isCurrent ? TransactionStatus.OPEN : TransactionStatus.NONE);
      into.identity(session.open);
      into.ended(session.ended);
      session.ended = null;
      if (session.isSuspended) {
        into.suspended();
      }
    }
  }

  @Test
  void anEndBetweenCallsIsToldAtTheNext() {
    session.open = 1;
    run(INSERT);
    session.open = 0;
    session.ended = Outcome.ROLLED_BACK;
    run("SELECT 1");

    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK");
  }

  @Test
  void aBranchThatWaitsForItsEndIsNotEndedByTheNextWrite() {
    session.open = 1;
    run(INSERT);
    session.isSuspended = true;
    Operation own = run(INSERT);
    session.open = 0;
    session.isSuspended = false;
    session.ended = Outcome.COMMITTED;
    connection.closed();

    assertThat(own.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void whatAnotherTransactionFollowsUntoldIsUnknown() {
    session.open = 1;
    run(INSERT);
    session.open = 2;
    run(INSERT);

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN");
  }

  @Test
  void aStatementsCloseMayEndTheTransaction() {
    session.open = 1;
    run(INSERT);
    session.open = 0;
    session.ended = Outcome.COMMITTED;
    connection.statementClosed();

    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SAVEPOINT a", "RELEASE SAVEPOINT a", "ROLLBACK TO SAVEPOINT a"})
  void whatControlsSavepointsMayEndTheTransactionBefore(String sql) {
    session.open = 1;
    run(INSERT);
    session.open = 0;
    session.ended = Outcome.COMMITTED;
    run(sql);
    run("ROLLBACK");

    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void savepointsOfTheApiMayEndTheTransactionBefore() {
    session.open = 1;
    run(INSERT);
    session.open = 0;
    session.ended = Outcome.COMMITTED;
    connection.savepointSet("a");
    connection.rolledBackTo("a");
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void whatASavepointEndsUntoldIsUnknown() {
    session.open = 1;
    run(INSERT);
    session.open = 0;
    run("SAVEPOINT a");
    run("ROLLBACK");

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN");
  }

  @Test
  void jaybirdsOwnComplaintsComeBehindTheWrite() {
    assertThat(kind("07005", 0)).isEqualTo(Failure.Kind.DONE);
    assertThat(kind("07003", 0)).isEqualTo(Failure.Kind.DONE);
    assertThat(kind("07005", 335544569)).isEqualTo(Failure.Kind.UNDONE);
  }

  private static Failure.Kind kind(String state, int code) {
    return Failure.of(new SQLException("refused", state, code), Dialect.FIREBIRD).kind();
  }

  private Operation run(String sql) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.FIREBIRD).first();
    Operation operation = recorder.call(Layer.JDBC, threads.state());
    operation.names(statement.subject());
    connection.enter();
    connection.runs(null);
    connection.succeeded(operation, statement, false);
    return operation;
  }
}
