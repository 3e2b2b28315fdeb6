package io.heddle.agent.jdbc;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.held.RowsTold;
import io.heddle.agent.jdbc.transaction.OutcomeSink;
import io.heddle.agent.jdbc.transaction.Probes;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.weave.BridgeLoaders;
import io.heddle.agent.weave.Door;
import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Declares what is woven into JDBC drivers, and puts the captures behind the door. */
public final class JdbcInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "jdbc";

  private static final String ADVICE = "io.heddle.agent.jdbc.advice.";
  private static final String SQL = "(Ljava/lang/String;";
  private static final String NONE = "()";
  private static final String ANY = "(";

  private JdbcInstrumentation() {}

  /**
   * The module.
   *
   * @param furtherClasses connections and statements of drivers that Heddle does not know
   * @param ofOneDriver what is woven into a driver besides its connections and statements
   */
  public static InstrumentationModule module(
      List<String> furtherClasses, List<TypeHook> ofOneDriver) {
    List<MethodHook> ofConnections = ofConnections();
    List<MethodHook> ofStatements = ofStatements();
    List<TypeHook> types = new ArrayList<>();
    for (String connection : Drivers.allConnections()) {
      types.add(new TypeHook(connection, ofConnections));
    }
    for (String statement : Drivers.allStatements()) {
      types.add(new TypeHook(statement, ofStatements));
    }
    MethodHook next = new MethodHook("next", NONE, ")Z", ADVICE + "MoveResult");
    MethodHook close = new MethodHook("close", NONE, ")V", ADVICE + "CloseResult");
    for (String result : Drivers.allResults()) {
      types.add(new TypeHook(result, List.of(next, close)));
    }
    types.addAll(ofOneDriver);
    List<MethodHook> both = new ArrayList<>(ofStatements);
    both.addAll(ofConnections);
    for (String further : furtherClasses) {
      types.add(new TypeHook(further, both).reachingUp());
    }
    return new InstrumentationModule(NAME, types);
  }

  /**
   * Lets the advice find its captures.
   *
   * @param bridges gives the loaders in which probes of drivers are defined
   * @return what others need of it
   * @param weaving told of the class of each statement made, before the application has it
   */
  public static JdbcCaptures open(
      CurrentThread threads,
      OperationRecorder recorder,
      OutcomeSink outcomes,
      BridgeLoaders bridges,
      Consumer<Class<?>> weaving) {
    HeldWrites held = new HeldWrites(new OperationEnd(recorder)::endHeld);
    RowsTold told = new RowsTold(threads);
    JdbcObjects objects = new JdbcObjects(outcomes, recorder, new Probes(bridges::of), held);
    Door.open(new StatementCapture(threads, recorder, objects, told));
    Door.open(told);
    Door.open(new BatchCapture(threads, recorder, objects));
    Door.open(new ConnectionCapture(threads, objects, weaving));
    return new JdbcCaptures(held, new SideWrites(threads, recorder, objects));
  }

  private static List<MethodHook> ofConnections() {
    return List.of(
        new MethodHook("prepareStatement", SQL, ADVICE + "PrepareStatement"),
        new MethodHook("prepareCall", SQL, ADVICE + "PrepareStatement"),
        new MethodHook("createStatement", ANY, ")Ljava/sql/Statement;", ADVICE + "CreateStatement"),
        new MethodHook("commit", NONE, ADVICE + "Commit"),
        new MethodHook("rollback", NONE, ADVICE + "Rollback"),
        new MethodHook("rollback", "(Ljava/sql/Savepoint;)", ADVICE + "Rollback"),
        new MethodHook("setSavepoint", ANY, ")Ljava/sql/Savepoint;", ADVICE + "SetSavepoint"),
        new MethodHook("releaseSavepoint", "(Ljava/sql/Savepoint;)", ADVICE + "ReleaseSavepoint"),
        new MethodHook("setAutoCommit", "(Z)", ADVICE + "SetAutoCommit"),
        new MethodHook("setTransactionIsolation", "(I)", ADVICE + "SetIsolation"),
        new MethodHook("close", NONE, ADVICE + "CloseConnection"),
        new MethodHook("abort", "(Ljava/util/concurrent/Executor;)", ADVICE + "CloseConnection"),
        new MethodHook("isValid", "(I)", ADVICE + "CheckConnection"),
        // pgjdbc's own way past java.sql.Statement, which its XAResource takes
        new MethodHook("execSQLUpdate", SQL, ")V", ADVICE + "RunControl"));
  }

  private static List<MethodHook> ofStatements() {
    List<MethodHook> hooks = new ArrayList<>();
    for (String arguments : new String[] {SQL, NONE}) {
      hooks.add(new MethodHook("execute", arguments, ")Z", ADVICE + "RunReturningFlag"));
      hooks.add(
          new MethodHook(
              "executeQuery", arguments, ")Ljava/sql/ResultSet;", ADVICE + "RunReturningRows"));
      hooks.add(new MethodHook("executeUpdate", arguments, ")I", ADVICE + "RunReturningCount"));
      hooks.add(
          new MethodHook("executeLargeUpdate", arguments, ")J", ADVICE + "RunReturningLargeCount"));
      hooks.add(new MethodHook("addBatch", arguments, ")V", ADVICE + "AddToBatch"));
    }
    hooks.add(new MethodHook("clearBatch", NONE, ADVICE + "ClearBatch"));
    hooks.add(new MethodHook("executeBatch", NONE, ADVICE + "RunBatch"));
    hooks.add(new MethodHook("executeLargeBatch", NONE, ADVICE + "RunBatch"));
    hooks.add(new MethodHook("getUpdateCount", NONE, ")I", ADVICE + "TellCount"));
    hooks.add(new MethodHook("getLargeUpdateCount", NONE, ")J", ADVICE + "TellLargeCount"));
    hooks.add(new MethodHook("getResultSet", NONE, ")Ljava/sql/ResultSet;", ADVICE + "GiveResult"));
    hooks.add(new MethodHook("close", NONE, ADVICE + "CloseStatement"));
    return hooks;
  }
}
