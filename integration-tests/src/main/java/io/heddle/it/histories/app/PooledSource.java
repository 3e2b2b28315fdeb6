package io.heddle.it.histories.app;

import io.heddle.it.histories.step.Source;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A pool of one connection, so that the next borrower meets what the last one has left. */
final class PooledSource implements Source {
  private static final long PAUSE_NANOS = 200_000;
  private static final int MOST_PAUSES = 10_000;

  private final DataSource pool;

  /** Connections that are to be opened or closed; null if the pool has no threads for that. */
  private final Method waitingTasks;

  /** Threads that do so. */
  private final Method busyThreads;

  PooledSource(DataSource pool) {
    this.pool = pool;
    this.waitingTasks = counter(pool, "getThreadPoolNumTasksPending");
    this.busyThreads = counter(pool, "getThreadPoolNumActiveThreads");
  }

  @Override
  public Connection connect() throws SQLException {
    return pool.getConnection();
  }

  /** C3P0 closes what is broken on threads of its own. */
  @Override
  public void closed() throws SQLException {
    if (busyThreads == null) {
      return;
    }
    try {
      for (int i = 0; i < MOST_PAUSES && isBusy(); i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (ReflectiveOperationException failure) {
      throw new SQLException("the pool does not tell what it does", failure);
    }
  }

  private boolean isBusy() throws ReflectiveOperationException {
    return (int) waitingTasks.invoke(pool) > 0 || (int) busyThreads.invoke(pool) > 0;
  }

  private static Method counter(DataSource pool, String name) {
    try {
      return pool.getClass().getMethod(name);
    } catch (NoSuchMethodException another) {
      return null;
    }
  }

  @Override
  public void end() throws Exception {
    if (pool instanceof AutoCloseable known) {
      known.close();
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }
}
