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

/** A server of H2, whose driver hears of auto-commit and of nothing else. */
class HeardAutoCommitTest {
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
  private final TransactionProbe probe =
      (holder, attached, into) -> into.heardAutoCommit(((Session) holder).autoCommit);
  private final ConnectionState connection =
      new ConnectionState(Dialect.H2, true, probe, session, transactions);

  /** What the driver holds. */
  private static final class Session {
    private boolean autoCommit = true;
  }

  @Test
  void aWriteBehindTheEndOfWhatSqlHasBegunCommitsByItself() {
    connection.autoCommitSet(false);
    run("BEGIN", false);
    Operation first = run(INSERT, false);
    session.autoCommit = true;
    connection.committed();

    assertThat(run(INSERT, true).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(first.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void whatIsHeardOfADeadlockLaterUndoesNothingMore() {
    run("BEGIN", false);
    run(INSERT, false);
    fail("UPDATE t SET a = 1", "40001");

    assertThat(run(INSERT, true).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK");
  }

  @Test
  void aWriteThatAnswersRowsSaysNothingOfAutoCommit() {
    run("BEGIN", false);
    fail("UPDATE t SET a = 1", "40001");
    Operation unheard = query("SELECT a FROM FINAL TABLE (INSERT INTO t VALUES (1))");
    run(INSERT, true);

    assertThat(unheard.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(query("SELECT a FROM FINAL TABLE (INSERT INTO t VALUES (1))").outcome())
        .isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aSettingThatMayCommitLeavesOnlyWhatWasBeforeInDoubt() {
    connection.autoCommitSet(false);
    session.autoCommit = false;
    run(INSERT, false);
    run("SET CACHE_SIZE 16384", false);
    run(INSERT, false);
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:1-2 ROLLED_BACK");
  }

  @Test
  void whatEndsUnseenIsUnknown() {
    run("BEGIN", false);
    run(INSERT, false);
    run("SELECT 1", true);

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN");
  }

  /** Runs a statement, behind which the server says that. */
  private Operation run(String sql, boolean isAutoCommit) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.H2).first();
    Operation operation = begun(statement);
    connection.enter();
    connection.runs(null);
    session.autoCommit = isAutoCommit;
    connection.succeeded(operation, statement, false);
    return operation;
  }

  private Operation query(String sql) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.H2).first();
    Operation operation = begun(statement);
    connection.enter();
    connection.runs(null);
    connection.succeeded(operation, statement, true);
    return operation;
  }

  private void fail(String sql, String state) {
    SqlStatement statement = SqlParser.parse(sql, Dialect.H2).first();
    connection.enter();
    connection.runs(null);
    Failure failure = Failure.of(new SQLException("refused", state), Dialect.H2);
    connection.failed(begun(statement), statement, failure, false);
  }

  private Operation begun(SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, threads.state());
    operation.names(statement.subject());
    return operation;
  }
}
