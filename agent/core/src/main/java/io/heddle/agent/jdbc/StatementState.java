package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.SqlStatement;

/**
 * What the agent remembers of one statement object: whose it is, and what it was prepared for.
 *
 * <p>Never refers to the driver's object: it is the value of a weak map. Used by the thread that
 * uses the statement.
 */
final class StatementState {
  private final ConnectionState connection;
  private final SqlStatement prepared;
  private final Batch batch = new Batch();

  /**
   * @param prepared null for a plain statement
   */
  StatementState(ConnectionState connection, SqlStatement prepared) {
    this.connection = connection;
    this.prepared = prepared;
  }

  ConnectionState connection() {
    return connection;
  }

  /** What it was prepared for, or null. */
  SqlStatement prepared() {
    return prepared;
  }

  Batch batch() {
    return batch;
  }
}
