package io.heddle.agent.jdbc.transaction;

/**
 * A transaction as its database knows it, so that the database can be asked later what became of
 * it.
 *
 * @param database where to ask, without secrets; empty if it cannot be asked
 * @param id the database's ID of the transaction; empty if it has none
 */
public record DatabaseTransaction(String database, String id) {
  /** One that nobody can be asked about. */
  static final DatabaseTransaction UNKNOWN = new DatabaseTransaction("", "");
}
