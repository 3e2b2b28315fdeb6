package io.heddle.it.histories.app;

import io.heddle.it.histories.step.Source;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A pool of one connection, so that the next borrower meets what the last one has left. */
final class PooledSource implements Source {
  private final DataSource pool;

  PooledSource(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection connect() throws SQLException {
    return pool.getConnection();
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
