package io.heddle.agent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.jdbc.transaction.Probes;
import io.heddle.agent.jdbc.transaction.RecordingSink;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.OperationSink;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.agent.weave.BridgeLoaders;
import io.heddle.agent.weave.Refused;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.sampler.policy.Guarantee;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded before a commit and when it is refused, told by captures and a real driver. */
class CommitGuardTest {
  private final List<String> story = new ArrayList<>();
  private final RecordingSink sink = new RecordingSink(story);
  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final OperationSink recorded =
      operation -> {
        if (operation.subject().changesSomething()) {
          story.add(
              (operation.isAnnounced() ? "ended " : "recorded ")
                  + operation.transaction()
                  + ":"
                  + operation.ordinal()
                  + " "
                  + operation.outcome());
        }
      };
  private final OperationRecorder recorder = Recorders.of(tenants, recorded);
  private final BridgeLoaders bridges = new BridgeLoaders(getClass().getClassLoader());
  private final JdbcObjects objects =
      new JdbcObjects(sink, recorder, new Probes(bridges::of), new HeldWrites((write, rows) -> {}));
  private final BatchCapture batches = new BatchCapture(threads, recorder, objects);
  private final StatementCapture statements =
      new StatementCapture(threads, recorder, objects, new RowsTold(threads));
  private final ConnectionCapture connections = new ConnectionCapture(threads, objects, type -> {});
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INT)");
    sink.promised = Guarantee.FAIL_CLOSED;
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void aTransactionIsIntendedBeforeItIsCommitted() throws SQLException {
    begin();
    run("INSERT INTO t VALUES (1)");
    run("INSERT INTO t VALUES (2)");
    commit();
    assertThat(story)
        .containsExactly(
            "mark",
            "recorded 1:0 PENDING",
            "recorded 1:1 PENDING",
            "1:0-2 intended",
            "1:0-2 COMMITTED");
  }

  @Test
  void aRefusedCommitLeavesTheTransactionOpenForTheApplicationToRollBack() throws SQLException {
    begin();
    run("INSERT INTO t VALUES (1)");
    sink.failure = SyncFailure.IO_ERROR;
    assertThatThrownBy(this::commit)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the disk failed to keep the records")
        .hasMessageContaining("the test says so")
        .hasMessageContaining("roll back")
        .satisfies(
            refusal -> {
              assertThat(((SQLException) refusal).getSQLState()).isEqualTo("58030");
              assertThat(refusal.getStackTrace()).isNotEmpty();
            });
    connections.entering(connection);
    connection.rollback();
    connections.rolledBack(connection, null, null);
    assertThat(story).endsWith("1:0-1 intended", "1:0-1 ROLLED_BACK");
  }

  @Test
  void whereSyncIsAllThatIsPromisedTheCommitGoesOn() throws SQLException {
    sink.promised = Guarantee.SYNC;
    sink.failure = SyncFailure.TIMED_OUT;
    begin();
    run("INSERT INTO t VALUES (1)");
    commit();
    assertThat(story).endsWith("1:0-1 intended", "1:0-1 COMMITTED");
  }

  @Test
  void theStrongestPromiseOfATransactionHolds() throws SQLException {
    begin();
    run("INSERT INTO t VALUES (1)");
    sink.promised = Guarantee.SYNC;
    run("INSERT INTO t VALUES (2)");
    sink.promised = null;
    run("INSERT INTO t VALUES (3)");
    sink.failure = SyncFailure.LOST;
    assertThatThrownBy(this::commit).isInstanceOf(SQLException.class);
  }

  @Test
  void whatIsPromisedNothingMoreIsNotIntended() throws SQLException {
    sink.promised = null;
    sink.failure = SyncFailure.NOT_OPEN;
    begin();
    run("INSERT INTO t VALUES (1)");
    commit();
    run("SELECT * FROM t");
    assertThat(story).containsExactly("recorded 1:0 PENDING", "1:0-1 COMMITTED");
  }

  @Test
  void aCommitThatIsTriedAgainIsIntendedOnce() throws SQLException {
    begin();
    run("INSERT INTO t VALUES (1)");
    connections.committing(connection);
    connections.committing(connection);
    assertThat(story).containsOnlyOnce("1:0-1 intended");
    run("INSERT INTO t VALUES (2)");
    connections.committing(connection);
    assertThat(story).containsOnlyOnce("1:0-2 intended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "CREATE TABLE other (id INT)",
        "COMMIT; INSERT INTO t VALUES (1)",
        "PREPARE TRANSACTION 'other'"
      })
  void whateverMayCommitIsIntendedBefore(String sql) throws SQLException {
    begin();
    run("INSERT INTO t VALUES (1)");
    sink.failure = SyncFailure.REMOVED;
    assertThatThrownBy(() -> run(sql)).isInstanceOf(SQLException.class);
    assertThat(story).contains("1:0-1 intended");
    assertThat(threads.state().isInDriver()).isFalse();
  }

  @Test
  void aWriteThatCommitsByItselfIsRecordedBeforeItRuns() throws SQLException {
    run("INSERT INTO t VALUES (1)");
    assertThat(story)
        .containsExactly("mark", "1:0 PENDING", "1:0-1 intended", "ended 1:0 COMMITTED");
  }

  @Test
  void aWriteThatCommitsByItselfAndCannotBeRecordedIsNotRun() throws SQLException {
    sink.failure = SyncFailure.NOT_OPEN;
    assertThatThrownBy(() -> run("INSERT INTO t VALUES (1)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("It was not run");
    assertThat(story).containsExactly("mark", "1:0 PENDING", "1:0-1 intended", "1:0-1 ROLLED_BACK");
  }

  @Test
  void aBatchThatCommitsByItselfIsRecordedAsAWholeBeforeItRuns() throws SQLException {
    batches.added(statement, "INSERT INTO t VALUES (1)");
    batches.added(statement, "DELETE FROM t");
    statement.addBatch("INSERT INTO t VALUES (1)");
    statement.addBatch("DELETE FROM t");
    Object token = batches.enter(statement);
    batches.exit(token, statement.executeBatch(), null);
    assertThat(story)
        .containsExactly(
            "mark",
            "1:0 PENDING",
            "1:1 PENDING",
            "1:0-2 intended",
            "ended 1:0 COMMITTED",
            "ended 1:1 COMMITTED");
  }

  @Test
  void aBatchInATransactionWaitsForItsEnd() throws SQLException {
    begin();
    try (PreparedStatement batch = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      connections.made(connection, batch, "INSERT INTO t VALUES (?)");
      for (int id = 0; id < 2; id++) {
        batch.setInt(1, id);
        batch.addBatch();
        batches.added(batch, null);
      }
      batches.exit(batches.enter(batch), batch.executeBatch(), null);
    }
    commit();
    assertThat(story)
        .containsExactly("mark", "recorded 1:0 PENDING", "1:0-1 intended", "1:0-1 COMMITTED");
  }

  @Test
  void readsAreNotPromisedAnything() {
    sink.failure = SyncFailure.NOT_OPEN;
    assertThatCode(() -> run("SELECT 1")).doesNotThrowAnyException();
    assertThat(story).isEmpty();
  }

  private void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  private void commit() throws SQLException {
    told(() -> connections.committing(connection));
    connection.commit();
    connections.committed(connection, null);
  }

  private void run(String sql) throws SQLException {
    Object[] token = new Object[1];
    told(() -> token[0] = statements.enter(statement, sql, false));
    boolean hasResultSet = statement.execute(sql);
    statements.exit(token[0], 1, hasResultSet, null);
  }

  /** As the switch of a module does it. */
  private static void told(Runnable advice) throws SQLException {
    try {
      advice.run();
    } catch (Refused refused) {
      throw (SQLException) refused.forApplication();
    }
  }
}
