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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of writes, told as stories of one connection. */
class ConnectionStateTest {
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final OperationRecorder recorder = Recorders.of(tenants);
  private final CurrentThread threads = new CurrentThread();
  private final List<String> decisions = new ArrayList<>();
  private final Object driversConnection = new Object();
  private final RecordingSink sink = new RecordingSink(decisions);

  @ParameterizedTest
  @EnumSource
  void aWriteWithAutoCommitIsCommittedWhenItReturns(Dialect dialect) {
    ConnectionState connection = connection(dialect, true);

    assertThat(run(connection, "INSERT INTO t VALUES (1)").outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(decisions).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MARIADB", "MYSQL"}) // some of their tables do not roll back
  void writesInATransactionWaitForItsEnd(Dialect dialect) {
    ConnectionState connection = connection(dialect, false);

    Operation first = run(connection, "INSERT INTO t VALUES (1)");
    Operation second = run(connection, "UPDATE t SET a = 1");
    connection.committed();
    Operation third = run(connection, "DELETE FROM t");
    connection.rolledBack();

    assertThat(first.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(second.ordinal()).isEqualTo(1);
    assertThat(third.ordinal()).isZero();
    assertThat(third.transaction()).isNotEqualTo(first.transaction());
    assertThat(decisions).containsExactly("1:0-2 COMMITTED", "2:0-1 ROLLED_BACK");
  }

  @Test
  void aReadIsNoPartOfATransaction() {
    ConnectionState connection = connection(Dialect.H2, false);
    run(connection, "SELECT 1");
    connection.committed();

    assertThat(decisions).isEmpty();
  }

  @Test
  void aSavepointUndoesWhatCameAfterIt() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    Object savepoint = new Object();
    run(connection, "INSERT INTO t VALUES (1)");
    connection.savepointSet(savepoint);
    run(connection, "INSERT INTO t VALUES (2)");
    run(connection, "INSERT INTO t VALUES (3)");
    connection.rolledBackTo(savepoint);
    run(connection, "INSERT INTO t VALUES (4)");
    connection.committed();

    assertThat(decisions).containsExactly("1:1-3 ROLLED_BACK", "1:0-4 COMMITTED");
  }

  @Test
  void aSavepointThatIsRefusedEndsNothing() {
    ConnectionState connection = connection(Dialect.DUCKDB, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.savepointFailed();
    run(connection, "INSERT INTO t VALUES (2)");
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-2 ROLLED_BACK");
  }

  @Test
  void aSavepointSetBySqlWorksTheSame() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    run(connection, "SAVEPOINT s");
    run(connection, "INSERT INTO t VALUES (2)");
    run(connection, "ROLLBACK TO s");
    run(connection, "COMMIT");

    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK", "1:0-1 COMMITTED");
  }

  @Test
  void goingBackToAnUnseenSavepointLeavesWhatWasBeforeInDoubt() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.rolledBackTo(new Object());
    run(connection, "INSERT INTO t VALUES (2)");
    connection.committed();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-2 COMMITTED");
  }

  @Test
  void beginAndCommitInSqlAreFollowedThoughAutoCommitIsOn() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, true);
    run(connection, "BEGIN");
    Operation inside = run(connection, "INSERT INTO t VALUES (1)");
    run(connection, "ROLLBACK");
    Operation after = run(connection, "INSERT INTO t VALUES (2)");

    assertThat(inside.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(after.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK");
  }

  @Test
  void switchingAutoCommitOnCommits() {
    ConnectionState connection = connection(Dialect.H2, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.autoCommitSet(true);

    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
    assertThat(run(connection, "INSERT INTO t VALUES (2)").outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @ParameterizedTest
  @CsvSource({
    "H2, ROLLED_BACK",
    "POSTGRESQL, ROLLED_BACK",
    "SQLITE, ROLLED_BACK",
    "OTHER, UNKNOWN"
  })
  void closingEndsATransactionAsTheDatabaseDoes(Dialect dialect, Outcome outcome) {
    ConnectionState connection = connection(dialect, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.closed();

    assertThat(decisions).containsExactly("1:0-1 " + outcome);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionLostWhileCommittingLeavesTheOutcomeUnknown(Dialect dialect) {
    ConnectionState connection = connection(dialect, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.commitFailed(failure("08006"));
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN");
  }

  @Test
  void aCommitThatPostgresRefusesHasRolledBack() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.commitFailed(failure("40001"));
    run(connection, "INSERT INTO t VALUES (2)");
    connection.committed();

    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK", "2:0-1 COMMITTED");
  }

  @Test
  void aCommitForWhichSqliteWasTooBusyMayBeTriedAgain() {
    ConnectionState connection = connection(Dialect.SQLITE, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.commitFailed(failure("HY000"));
    connection.committed();

    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void aRollbackUndoesWhatWasInDoubt() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.rolledBackTo(new Object());
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK");
  }

  @Test
  void aCommitAfterAFailureMayBeAQuietRollbackInPostgres() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    run(connection, "INSERT INTO t VALUES (1)");
    fail(connection, "SELECT nonsense", "42703");
    run(connection, "COMMIT");

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-1 COMMITTED");
  }

  @Test
  void inH2AFailureCostsItsOwnStatementOnly() {
    ConnectionState connection = connection(Dialect.H2, false);
    run(connection, "INSERT INTO t VALUES (1)");
    Operation failed = fail(connection, "INSERT INTO t VALUES (1)", "23505");
    connection.committed();

    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void ddlInMariaDbCommitsWhatWasOpen() {
    ConnectionState connection = connection(Dialect.MARIADB, false);
    run(connection, "INSERT INTO t VALUES (1)");
    Operation ddl = run(connection, "CREATE TABLE s (a INT)");
    connection.rolledBack();

    assertThat(ddl.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void ddlThatFailedInH2MayHaveCommittedAllTheSame() {
    ConnectionState connection = connection(Dialect.H2, false);
    run(connection, "INSERT INTO t VALUES (1)");
    fail(connection, "CREATE TABLE t (a INT)", "42101");
    connection.rolledBack();

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN");
  }

  @Test
  void ddlInPostgresIsPartOfTheTransaction() {
    ConnectionState connection = connection(Dialect.POSTGRESQL, false);
    Operation ddl = run(connection, "CREATE TABLE s (a INT)");
    connection.rolledBack();

    assertThat(ddl.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK");
  }

  @Test
  void sqliteGivesNoSqlStateAndHasNoConnectionToLose() {
    assertThat(fail(connection(Dialect.SQLITE, true), "INSERT INTO t VALUES (1)", null).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
    assertThat(fail(connection(Dialect.H2, true), "INSERT INTO t VALUES (1)", null).outcome())
        .isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void sqliteCommitsASavepointOfItsOwnWhenItIsReleased() {
    ConnectionState connection = connection(Dialect.SQLITE, true);
    run(connection, "SAVEPOINT s");
    Operation inside = run(connection, "INSERT INTO t VALUES (1)");
    run(connection, "RELEASE s");

    assertThat(inside.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(decisions).containsExactly("1:0-1 COMMITTED");
  }

  @Test
  void aTableOfMariaDbIsNotTrustedToRollBackWhereNoWarningsAreRead() {
    ConnectionState connection = connection(Dialect.MARIADB, false);
    run(connection, "INSERT INTO t VALUES (1)");
    connection.rolledBack();
    run(connection, "INSERT INTO t VALUES (2)");
    connection.closed();

    assertThat(decisions).contains("1:0-1 UNKNOWN", "2:0-1 UNKNOWN");
  }

  @Test
  void aStatementOfMariaDbThatFailedMayHaveKeptItsFirstRows() {
    ConnectionState connection = connection(Dialect.MARIADB, true);

    assertThat(fail(connection, "INSERT INTO t VALUES (1), (1)", "23000").outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(fail(connection, "INSERT INTO t VALUES (1)", "23000").outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
  }

  private ConnectionState connection(Dialect dialect, boolean autoCommit) {
    Probes none = new Probes(loader -> loader);
    return new Transactions(sink, none, new HeldWrites((write, rows) -> {}))
        .follow(dialect, autoCommit, driversConnection, driversConnection);
  }

  private Operation run(ConnectionState connection, String sql) {
    SqlStatement statement = SqlParser.parse(sql, connection.dialect()).first();
    Operation operation = begun(statement);
    connection.enter();
    connection.runs(null);
    connection.succeeded(operation, statement, false);
    return operation;
  }

  private Operation fail(ConnectionState connection, String sql, String sqlState) {
    SqlStatement statement = SqlParser.parse(sql, connection.dialect()).first();
    Operation operation = begun(statement);
    connection.enter();
    connection.runs(null);
    connection.failed(
        operation,
        statement,
        Failure.of(new SQLException("as the test says", sqlState), connection.dialect()),
        false);
    return operation;
  }

  private Operation begun(SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, threads.state());
    operation.names(statement.subject());
    return operation;
  }

  private static Failure failure(String sqlState) {
    return Failure.of(new SQLException("as the test says", sqlState), Dialect.OTHER);
  }
}
