package io.heddle.agent.jdbc.transaction;

import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.sql.Dialect;
import java.util.concurrent.atomic.AtomicLong;

/** What the connections of a process share: numbers of transactions, and those in two phases. */
public final class Transactions {
  private final OutcomeSink sink;
  private final Probes probes;
  private final AtomicLong numbers = new AtomicLong();
  private final PreparedTransactions prepared;
  private final ProvenTables proven = new ProvenTables();
  private final HeldWrites held;

  /**
   * @param held where writes wait for their rows
   */
  public Transactions(OutcomeSink sink, Probes probes, HeldWrites held) {
    this.sink = sink;
    this.probes = probes;
    this.held = held;
    this.prepared = new PreparedTransactions(sink);
  }

  /** The object that holds the state of a connection's transaction; itself if nothing else does. */
  public Object holder(Object connection) {
    try {
      TransactionProbe probe = probes.of(connection.getClass());
      Object holder = probe == null ? null : probe.holder(connection);
      return holder == null ? connection : holder;
    } catch (Throwable unable) {
      return connection; // closed, most often
    }
  }

  /**
   * Begins to follow a connection.
   *
   * @param connection the driver's own; neither it nor its holder is kept
   * @param holder what {@link #holder} returned
   */
  public ConnectionState follow(
      Dialect dialect, boolean autoCommit, Object connection, Object holder) {
    return new ConnectionState(dialect, autoCommit, probes.of(connection.getClass()), holder, this);
  }

  ProvenTables proven() {
    return proven;
  }

  HeldWrites held() {
    return held;
  }

  OutcomeSink sink() {
    return sink;
  }

  AtomicLong numbers() {
    return numbers;
  }

  PreparedTransactions prepared() {
    return prepared;
  }
}
