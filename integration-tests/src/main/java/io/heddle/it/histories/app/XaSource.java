package io.heddle.it.histories.app;

import io.heddle.it.histories.step.Source;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;

/** Connections whose transactions are controlled from outside; one is open at a time. */
final class XaSource implements Source {
  private final XADataSource dataSource;
  private XAConnection current;

  XaSource(XADataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection connect() throws SQLException {
    current = dataSource.getXAConnection();
    return current.getConnection();
  }

  @Override
  public void closed() throws SQLException {
    current.close();
  }

  @Override
  public XAResource resource() throws SQLException {
    return current.getXAResource();
  }
}
