package io.heddle.agent.jdbc;

import io.heddle.agent.context.ThreadState;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.ConnectionState;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.Subject;
import java.util.ArrayList;
import java.util.List;

/** Begins the records of a call, and has those that are promised more made durable before it. */
final class OperationStart {
  private final JdbcObjects objects;

  OperationStart(JdbcObjects objects) {
    this.objects = objects;
  }

  /** Names what an operation does, and what its record is promised. */
  void name(Operation operation, ConnectionState connection, SqlStatement statement) {
    name(operation, connection, statement.subject(), statement.isWrite());
  }

  private void name(
      Operation operation, ConnectionState connection, Subject subject, boolean isWrite) {
    operation.names(subject);
    operation.addresses(connection.dialect().systemName());
    if (isWrite) {
      operation.promise(objects.promised(subject));
    }
  }

  /**
   * A record for each statement of a text that writes, and for each table that it writes; of a text
   * that writes nothing, one for its first statement.
   *
   * @param first begun, and not named yet
   */
  List<Recorded> all(Operation first, ConnectionState connection, SqlText text) {
    List<Recorded> all = new ArrayList<>(text.statements().size());
    boolean isTaken = false;
    for (SqlStatement statement : text.statements()) {
      Operation operation = null;
      List<Operation> further = List.of();
      if (statement.isWrite()) {
        operation = isTaken ? first.sibling() : first;
        isTaken = true;
        name(operation, connection, statement);
        further = further(operation, connection, statement);
      }
      all.add(new Recorded(statement, operation, further));
    }
    if (!isTaken) {
      SqlStatement shown = text.first();
      name(first, connection, shown);
      all.set(0, new Recorded(shown, first, List.of()));
    }
    return all;
  }

  /** A record for each further table that a statement writes. */
  List<Operation> further(Operation operation, ConnectionState connection, SqlStatement statement) {
    if (statement.further().isEmpty()) {
      return List.of();
    }
    List<Operation> further = new ArrayList<>(statement.further().size());
    for (Subject subject : statement.further()) {
      Operation also = operation.ofFurtherTarget();
      name(also, connection, subject, true);
      further.add(also);
    }
    return further;
  }

  /**
   * Records what is promised more and commits by itself before it runs.
   *
   * @throws io.heddle.agent.weave.Refused if it must not run
   */
  void guardWrites(ConnectionState connection, List<Recorded> all) {
    List<Operation> promised = new ArrayList<>();
    for (Recorded recorded : all) {
      Operation operation = recorded.operation();
      if (operation != null && connection.commitsByItself(recorded.statement())) {
        addPromised(promised, operation);
        recorded.further().forEach(also -> addPromised(promised, also));
      }
    }
    if (!promised.isEmpty()) {
      objects.guard().beforeWrites(connection, promised);
    }
  }

  private static void addPromised(List<Operation> promised, Operation operation) {
    if (operation.promised() != null) {
      promised.add(operation);
    }
  }

  /**
   * Has a transaction recorded before a statement of a call may commit it.
   *
   * @throws io.heddle.agent.weave.Refused if it must not
   */
  void guardCommit(Object statement, ConnectionState connection, SqlText text, ThreadState thread) {
    if (!connection.isPromised()) {
      return;
    }
    for (SqlStatement one : text.statements()) {
      if (connection.mayCommit(one)) {
        Object physical = JdbcObjects.connectionOf(statement, thread);
        objects.guard().beforeCommit(connection, physical, thread);
        return;
      }
    }
  }
}
