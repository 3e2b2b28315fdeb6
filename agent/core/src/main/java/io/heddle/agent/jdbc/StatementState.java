package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.row.RowStatement;
import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.jdbc.transaction.ConnectionState;

/**
 * What the agent remembers of one statement object: whose it is, and what it was prepared for.
 *
 * <p>Never refers to the driver's object: it is the value of a weak map. Used by the thread that
 * uses the statement.
 */
final class StatementState {
  private final ConnectionState connection;
  private final SqlText prepared;
  private final String sql;
  private final Batch batch = new Batch();

  /** Null until somebody asks for what is bound. */
  private BoundValues values;

  /** Null until somebody asks for the rows it writes. */
  private BoundRow bound;

  /** What it says of its rows; null until somebody asks, or if it does not say. */
  private RowStatement rows;

  private boolean knowsRows;

  /**
   * @param prepared null for a plain statement
   * @param sql the text it was prepared for, which the driver keeps as well; null for a plain one
   */
  StatementState(ConnectionState connection, SqlText prepared, String sql) {
    this.connection = connection;
    this.prepared = prepared;
    this.sql = sql;
  }

  ConnectionState connection() {
    return connection;
  }

  /** What it was prepared for, or null. */
  SqlText prepared() {
    return prepared;
  }

  /** The text it was prepared for, or null. */
  String sql() {
    return sql;
  }

  /** What is bound to its parameters. */
  BoundValues values() {
    if (values == null) {
      values = new BoundValues();
    }
    return values;
  }

  /** What is bound to its parameters, as it is written into rows. */
  BoundRow bound() {
    if (bound == null) {
      bound = new BoundRow();
    }
    return bound;
  }

  /** What the text it was prepared for says of the rows it writes; null if nothing. */
  RowStatement rows() {
    if (!knowsRows) {
      rows = RowStatement.of(sql, connection.syntax());
      knowsRows = true;
    }
    return rows;
  }

  /** Forgets what is bound to its parameters. */
  void forgetValues() {
    if (values != null) {
      values.clear();
    }
    if (bound != null) {
      bound.clear();
    }
  }

  Batch batch() {
    return batch;
  }
}
