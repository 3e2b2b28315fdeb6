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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A driver that goes back to savepoints of its own, as pgjdbc does with {@code autosave}. */
class RevivedTransactionTest {
  private static final String INSERT = "INSERT INTO t VALUES (1)";
  private static final String RELEASE = "RELEASE SAVEPOINT none";

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
      new ConnectionState(Dialect.POSTGRESQL, false, new Told(), session, transactions);

  /** What the driver holds. */
  private static final class Session {
    private TransactionStatus status = TransactionStatus.NONE;
  }

  private static final class Told implements TransactionProbe {
    @Override
    public void read(Object holder, Object attached, Reading into) {
      into.status(((Session) holder).status);
      into.autoCommit(false);
    }
  }

  @Test
  void aFailureThatRevivesTheTransactionMayHaveUndoneWhatCameBefore() {
    succeeds(INSERT, TransactionStatus.OPEN);
    fails(RELEASE, "3B001", TransactionStatus.ABORTED);
    fails(INSERT, "25P02", TransactionStatus.OPEN);
    succeeds(INSERT, TransactionStatus.OPEN);
    commits();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-2 COMMITTED");
  }

  @Test
  void soMayAFailureBetweenCallsOfTheApplication() {
    succeeds(INSERT, TransactionStatus.OPEN);
    fails(RELEASE, "3B001", TransactionStatus.ABORTED);
    session.status = TransactionStatus.OPEN; // getMetaData().getTables(…)
    succeeds(INSERT, TransactionStatus.OPEN);
    commits();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-2 COMMITTED");
  }

  private void succeeds(String sql, TransactionStatus status) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.POSTGRESQL).first();
    Operation operation = begins(statement);
    session.status = status;
    connection.succeeded(operation, statement, false);
  }

  private void fails(String sql, String state, TransactionStatus status) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.POSTGRESQL).first();
    Operation operation = begins(statement);
    session.status = status;
    Failure failure = Failure.of(new SQLException("refused", state), Dialect.POSTGRESQL);
    connection.failed(operation, statement, failure, false);
  }

  private Operation begins(SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, threads.state());
    operation.names(statement.subject());
    connection.enter();
    connection.runs(null);
    return operation;
  }

  private void commits() {
    connection.enter();
    session.status = TransactionStatus.NONE;
    connection.committed();
  }
}
