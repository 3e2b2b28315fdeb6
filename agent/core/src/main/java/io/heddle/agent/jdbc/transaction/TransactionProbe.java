package io.heddle.agent.jdbc.transaction;

/**
 * Reads the state that one kind of driver holds of its connections' transactions.
 *
 * <p>A probe sends nothing, takes no lock that the driver holds while it waits for its server, and
 * allocates nothing. There is one for each class of connections, found by {@link Probes}.
 */
public interface TransactionProbe {
  /**
   * The object that holds the state: the connection itself, or the session behind it where a driver
   * hands out several connections for one session. Connections with the same one are followed as
   * one.
   *
   * @throws Throwable whatever the driver throws; the connection then stands for itself
   */
  default Object holder(Object connection) throws Throwable {
    return connection;
  }

  /**
   * Called once, when a connection is first met.
   *
   * @return what {@link #read} gets for this connection each time; null if it needs nothing
   * @throws Throwable whatever the driver throws; the connection is then read as {@code UNREADABLE}
   */
  default Object attach(Object holder) throws Throwable {
    return null;
  }

  /**
   * Reads the state after the driver's last call.
   *
   * @param holder what {@link #holder} returned
   * @param attached what {@link #attach} returned
   * @param into cleared; what is not set stays unknown
   * @throws Throwable whatever the driver throws; the connection then counts as {@code UNREADABLE}
   */
  void read(Object holder, Object attached, Reading into) throws Throwable;

  /**
   * Whether the state is also right after a call that failed. The protocol of MariaDB and MySQL
   * sends it with successes alone.
   */
  default boolean holdsAfterFailure() {
    return true;
  }

  /**
   * Whether what it holds may be gone before the next call that the agent sees, so that auto-commit
   * reads as off: commands that are answered without the state overwrite it.
   */
  default boolean forgetsBetweenCalls() {
    return false;
  }

  /** How many warnings the last call that succeeded had; 0 where the driver does not keep them. */
  default int warnings(Object holder) throws Throwable {
    return 0;
  }

  /**
   * The one server that the connection is with, asked for once; null if there may be several, or
   * where nothing depends on it.
   */
  default String server(Object holder) throws Throwable {
    return null;
  }

  /** The database that names of tables are read in now; null if it is not known. */
  default String schema(Object holder) throws Throwable {
    return null;
  }

  /**
   * How many rows the connection has changed since it was opened; -1 where the driver does not
   * count them. Asked before and after writes of drivers that count.
   */
  default long changes(Object holder) throws Throwable {
    return -1;
  }
}
