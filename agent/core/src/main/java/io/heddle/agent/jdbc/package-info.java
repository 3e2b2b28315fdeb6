/**
 * JDBC: one operation per logical call, and the truth about its transaction.
 *
 * <p>Drivers' own classes are woven by name, so a pool's proxies are never seen and nothing is
 * counted twice. Woven code calls {@link io.heddle.agent.jdbc.StatementCapture} and {@link
 * io.heddle.agent.jdbc.ConnectionCapture}; behind them a {@link
 * io.heddle.agent.jdbc.ConnectionState} follows each physical connection. No lock is held while a
 * driver runs. SQL is sent for one reason alone: where the policy promises more than a record that
 * survives the process, PostgreSQL is asked for its transaction's ID before a commit.
 */
package io.heddle.agent.jdbc;
