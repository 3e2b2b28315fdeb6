/**
 * What became of each write: committed, rolled back, or unknown.
 *
 * <p>{@link io.heddle.agent.jdbc.transaction.ConnectionState} follows one physical connection.
 * After each call it asks a {@link io.heddle.agent.jdbc.transaction.TransactionProbe} for the state
 * that the driver itself holds of its transaction; the words of statements and the calls of the API
 * are evidence of second rank, used where a driver holds no such state. UNKNOWN is the answer to
 * what neither tells. Neighbours: {@code jdbc.sql}, {@code operation}, the spool's enums. A
 * connection's state is locked for a few fields; no lock is held while a driver runs.
 */
package io.heddle.agent.jdbc.transaction;
