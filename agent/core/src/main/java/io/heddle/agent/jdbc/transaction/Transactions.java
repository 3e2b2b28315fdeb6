package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.sql.Dialect;
import java.util.concurrent.atomic.AtomicLong;

/** What the connections of a process share: numbers of transactions, and those in two phases. */
public final class Transactions {
  private final OutcomeSink sink;
  private final Probes probes;
  private final AtomicLong numbers = new AtomicLong();
  private final PreparedTransactions prepared;

  public Transactions(OutcomeSink sink, Probes probes) {
    this.sink = sink;
    this.probes = probes;
    this.prepared = new PreparedTransactions(sink);
  }

  /**
   * Begins to follow a connection.
   *
   * @param connection the driver's own, weakly held
   */
  public ConnectionState follow(Dialect dialect, boolean autoCommit, Object connection) {
    return new ConnectionState(dialect, autoCommit, connection, this);
  }

  OutcomeSink sink() {
    return sink;
  }

  Probes probes() {
    return probes;
  }

  AtomicLong numbers() {
    return numbers;
  }

  PreparedTransactions prepared() {
    return prepared;
  }
}
