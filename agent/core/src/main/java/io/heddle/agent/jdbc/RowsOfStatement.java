package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.row.RowStatement;
import io.heddle.agent.jdbc.row.RowStatement.Operand;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.agent.operation.WrittenValue;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.UnknownRows;
import java.util.List;
import java.util.Map;

/** Brings together what a statement's text says of its rows and what is bound to its parameters. */
final class RowsOfStatement {
  private RowsOfStatement() {}

  /**
   * The rows with one execution more.
   *
   * @param so the rows of the executions before; null if there were none
   * @param statement null if its rows cannot be told from its text
   * @param key columns that identify a row, in their order
   * @param values bound to its parameters; null if it has none
   * @param isKeyed whether fingerprints are made under a key of the tenant
   */
  static WrittenRows of(
      WrittenRows so, RowStatement statement, List<String> key, BoundRow values, boolean isKeyed) {
    if (statement == null) {
      return so == null ? WrittenRows.unknown(UnknownRows.STATEMENT) : so;
    }
    WrittenRows rows =
        so == null ? new WrittenRows(statement.table(), change(statement), isKeyed) : so;
    if (statement.verb() == RowStatement.Verb.INSERT) {
      for (List<Operand> row : statement.rows()) {
        insert(rows, statement.columns(), row, key, values);
      }
    } else {
      change(rows, statement, key, values);
    }
    return rows;
  }

  /** A row whose key the database makes is recorded without one. */
  private static void insert(
      WrittenRows rows,
      List<String> columns,
      List<Operand> row,
      List<String> key,
      BoundRow values) {
    Map<String, WrittenValue> all = WrittenRows.columns();
    Map<String, WrittenValue> identity = WrittenRows.columns();
    boolean hasKey = true;
    boolean isKnown = false;
    for (int i = 0; i < columns.size(); i++) {
      WrittenValue value = value(row.get(i), values);
      all.put(columns.get(i), value);
      isKnown |= value.isKnown();
    }
    for (String column : key) {
      WrittenValue value = all.get(column);
      hasKey &= value != null && value.isKnown();
    }
    if (!isKnown) {
      rows.cannotTell(UnknownRows.VALUES);
      return;
    }
    if (hasKey) {
      for (String column : key) {
        identity.put(column, all.remove(column));
      }
    }
    rows.add(identity, all);
  }

  private static void change(
      WrittenRows rows, RowStatement statement, List<String> key, BoundRow values) {
    Map<String, WrittenValue> identity = WrittenRows.columns();
    for (String column : key) {
      Operand operand = statement.whereIs(column);
      if (operand == null || statement.columns().contains(column)) {
        rows.cannotTell(UnknownRows.STATEMENT);
        return;
      }
      WrittenValue value = value(operand, values);
      if (!value.isKnown()) {
        rows.cannotTell(UnknownRows.VALUES);
        return;
      }
      identity.put(column, value);
    }
    Map<String, WrittenValue> others = WrittenRows.columns();
    for (int i = 0; i < statement.columns().size(); i++) {
      others.put(statement.columns().get(i), value(statement.rows().get(0).get(i), values));
    }
    rows.add(identity, others);
  }

  private static WrittenValue value(Operand operand, BoundRow values) {
    if (operand instanceof Operand.Parameter parameter) {
      return values == null ? WrittenValue.UNKNOWN : values.at(parameter.index());
    }
    return operand instanceof Operand.Constant constant
        ? WrittenValue.of(constant.value())
        : WrittenValue.UNKNOWN;
  }

  private static Change change(RowStatement statement) {
    return switch (statement.verb()) {
      case INSERT -> Change.INSERTED;
      case UPDATE -> Change.UPDATED;
      case DELETE -> Change.DELETED;
    };
  }
}
