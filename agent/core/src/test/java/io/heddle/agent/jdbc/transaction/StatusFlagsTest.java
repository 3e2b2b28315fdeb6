package io.heddle.agent.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlParser;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlText;
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

/**
 * What becomes of writes where the driver holds the status flags and the number of warnings that
 * its last call was answered with, told as stories of one connection of MySQL's connector.
 */
class StatusFlagsTest {
  /** What the driver holds. */
  private static final class Driver implements TransactionProbe {
    private boolean isOpen;
    private boolean autoCommit;
    private int warnings;

    void answers(boolean isOpen, boolean autoCommit, int warnings) {
      this.isOpen = isOpen;
      this.autoCommit = autoCommit;
      this.warnings = warnings;
    }

    @Override
    public void read(Object holder, Object attached, Reading into) {
      into.status(isOpen ? TransactionStatus.OPEN : TransactionStatus.NONE);
      into.autoCommit(autoCommit);
    }

    @Override
    public boolean holdsAfterFailure() {
      return false;
    }

    @Override
    public boolean forgetsBetweenCalls() {
      return true;
    }

    @Override
    public int warnings(Object holder) {
      return warnings;
    }

    @Override
    public String server(Object holder) {
      return "server:3306";
    }

    @Override
    public String schema(Object holder) {
      return "shop";
    }
  }

  private final OperationRecorder recorder =
      Recorders.of(new TenantRegistry(10, () -> new byte[32]));
  private final CurrentThread threads = new CurrentThread();
  private final List<String> decisions = new ArrayList<>();
  private final Driver driver = new Driver();
  private final Object physical = new Object();
  private final Transactions transactions =
      new Transactions(
          new RecordingSink(decisions),
          new Probes(loader -> loader),
          new HeldWrites((write, rows) -> {}));

  @Test
  void aCloseUndoesTablesThatWereSeenToRollBack() {
    ConnectionState first = manual();
    inserts(first, "orders");
    rollsBack(first, 0);
    ConnectionState second = manual();
    inserts(second, "orders");
    inserts(second, "log");
    second.closed();

    assertThat(decisions)
        .containsExactly("1:0-1 ROLLED_BACK", "2:1-2 UNKNOWN", "2:0-2 ROLLED_BACK");
  }

  @Test
  void anUpdateOfRowsThatMayHaveBeenSoBeforeProvesNothing() {
    ConnectionState first = manual();
    runs(first, "UPDATE orders SET a = 1", true, false, 0);
    rollsBack(first, 0);
    ConnectionState second = manual();
    inserts(second, "orders");
    second.closed();

    assertThat(decisions)
        .containsExactly("1:0-1 ROLLED_BACK", "2:0-1 UNKNOWN", "2:0-1 ROLLED_BACK");
  }

  @Test
  void behindASwitchOfAutoCommitARollbackWarnsOfNothingBefore() {
    driver.answers(false, true, 0);
    ConnectionState connection = follow();
    runs(connection, "BEGIN", true, true, 0);
    inserts(connection, "log");
    runs(connection, "SET autocommit = 0", true, false, 0);
    inserts(connection, "orders");
    rollsBack(connection, 0);

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-2 ROLLED_BACK");
  }

  @Test
  void whatWarningsARollbackHadIsNotKnownBehindFurtherStatements() {
    ConnectionState connection = manual();
    inserts(connection, "log");
    SqlText text = SqlParser.parse("ROLLBACK; SET @a = 1", connection.dialect());
    connection.enter();
    connection.runs(null);
    Calls calls = Calls.ofText();
    text.statements().forEach(statement -> calls.add(statement, null));
    driver.answers(false, false, 0);
    connection.succeeded(calls);

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-1 ROLLED_BACK");
  }

  @Test
  void autoCommitThatSeemsToBeOffBetweenCallsIsForgotten() {
    driver.answers(false, true, 0);
    ConnectionState connection = follow();
    runs(connection, "SELECT 1", false, true, 0);
    driver.answers(false, false, 0); // a statement was prepared
    Operation write = runs(connection, "INSERT INTO orders VALUES (1)", false, true, 0);

    assertThat(write.outcome()).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void aTransactionThatSeemsToHaveEndedBetweenCallsIsForgotten() {
    ConnectionState connection = manual();
    inserts(connection, "orders");
    driver.answers(false, false, 0); // a ping
    inserts(connection, "orders");
    connection.enter();
    driver.answers(false, false, 0);
    connection.committed();

    assertThat(decisions).containsExactly("1:0-2 COMMITTED");
  }

  @Test
  void aBatchThatFailedMayHaveBegunTheTransaction() {
    ConnectionState connection = manual();
    SqlStatement insert =
        SqlParser.parse("INSERT INTO orders VALUES (1)", connection.dialect()).first();
    Calls calls = Calls.ofBatch();
    calls.add(insert, begun(insert), false, false);
    connection.enter();
    connection.runs(null);
    connection.failed(calls, Failure.of(new SQLException("", "23000"), connection.dialect()));
    connection.enter();
    driver.answers(false, true, 0);
    connection.autoCommitSet(true);

    assertThat(decisions).containsExactly("1:0-1 UNKNOWN", "1:0-1 COMMITTED");
  }

  @Test
  void aBatchThatWasRewrittenIsNotUndoneThoughTheDriverSaysSo() {
    driver.answers(false, true, 0);
    ConnectionState connection = follow();
    SqlStatement insert =
        SqlParser.parse("INSERT INTO orders VALUES (1)", connection.dialect()).first();
    List<Operation> writes = List.of(begun(insert), begun(insert), begun(insert));
    Calls calls = Calls.ofBatch();
    calls.add(insert, writes.get(0), true, false);
    calls.add(insert, writes.get(1), false, true);
    calls.add(insert, writes.get(2), false, true);
    connection.enter();
    connection.runs(null);
    connection.failed(calls, Failure.of(new SQLException("", "23000"), connection.dialect()));

    assertThat(writes)
        .extracting(Operation::outcome)
        .containsExactly(Outcome.COMMITTED, Outcome.UNKNOWN, Outcome.UNKNOWN);
  }

  @Test
  void anXaRollbackOfWhatWasNotPreparedUndoesIt() {
    driver.answers(false, true, 0);
    ConnectionState connection = follow();
    runs(connection, "XA START 'x'", true, true, 0);
    inserts(connection, "orders");
    runs(connection, "XA END 'x'", true, true, 0);
    runs(connection, "XA ROLLBACK 'x'", false, true, 0);
    runs(connection, "XA START 'y'", true, true, 0);
    inserts(connection, "orders");
    runs(connection, "XA END 'y'", true, true, 0);
    runs(connection, "XA COMMIT 'y' ONE PHASE", false, true, 0);

    assertThat(decisions).containsExactly("1:0-1 ROLLED_BACK", "2:0-1 COMMITTED");
  }

  @Test
  void aFunctionThatDoCallsEndsNoTransaction() {
    ConnectionState connection = manual();
    inserts(connection, "orders");
    runs(connection, "DO f(1)", true, false, 0);
    rollsBack(connection, 0);

    assertThat(decisions).containsExactly("1:0-2 ROLLED_BACK");
  }

  private ConnectionState manual() {
    driver.answers(false, false, 0);
    return follow();
  }

  private ConnectionState follow() {
    return new ConnectionState(Dialect.MYSQL, driver.autoCommit, driver, physical, transactions);
  }

  private void inserts(ConnectionState connection, String table) {
    runs(connection, "INSERT INTO " + table + " VALUES (1)", true, driver.autoCommit, 0);
  }

  private void rollsBack(ConnectionState connection, int warnings) {
    connection.enter();
    driver.answers(false, driver.autoCommit, warnings);
    connection.rolledBack();
  }

  private Operation runs(
      ConnectionState connection, String sql, boolean isOpen, boolean autoCommit, int warnings) {
    SqlText text = SqlParser.parse(sql, connection.dialect());
    Operation operation = begun(text.first());
    connection.enter();
    connection.runs(TwoPhase.of(text, sql));
    driver.answers(isOpen, autoCommit, warnings);
    operation.changed(1);
    connection.succeeded(operation, text.first(), false);
    return operation;
  }

  private Operation begun(SqlStatement statement) {
    Operation operation = recorder.call(Layer.JDBC, threads.state());
    operation.names(statement.subject());
    return operation;
  }
}
