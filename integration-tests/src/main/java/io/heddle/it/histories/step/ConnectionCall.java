package io.heddle.it.histories.step;

import java.sql.Connection;
import java.sql.SQLException;

/** A method of the connection is called. */
public enum ConnectionCall implements Step {
  COMMIT("commit()") {
    @Override
    Object call(Session session) throws SQLException {
      session.connection().commit();
      return "done";
    }
  },
  ROLLBACK("rollback()") {
    @Override
    Object call(Session session) throws SQLException {
      session.connection().rollback();
      return "done";
    }
  },
  AUTO_COMMIT_OFF("setAutoCommit(false)") {
    @Override
    Object call(Session session) throws SQLException {
      session.connection().setAutoCommit(false);
      return "done";
    }
  },
  AUTO_COMMIT_ON("setAutoCommit(true)") {
    @Override
    Object call(Session session) throws SQLException {
      session.connection().setAutoCommit(true);
      return "done";
    }
  },
  READ_ONLY("setReadOnly(true)") {
    @Override
    Object call(Session session) throws SQLException {
      session.changesProperties();
      session.connection().setReadOnly(true);
      return "done";
    }
  },
  READ_WRITE("setReadOnly(false)") {
    @Override
    Object call(Session session) throws SQLException {
      session.connection().setReadOnly(false);
      return "done";
    }
  },
  SERIALIZABLE("setTransactionIsolation(TRANSACTION_SERIALIZABLE)") {
    @Override
    Object call(Session session) throws SQLException {
      session.changesProperties();
      session.connection().setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      return "done";
    }
  },
  READ_COMMITTED("setTransactionIsolation(TRANSACTION_READ_COMMITTED)") {
    @Override
    Object call(Session session) throws SQLException {
      session.changesProperties();
      session.connection().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return "done";
    }
  },
  IS_VALID("isValid(1)") {
    @Override
    Object call(Session session) throws SQLException {
      return session.connection().isValid(1);
    }
  },
  SCHEMA("getSchema()") {
    @Override
    Object call(Session session) throws SQLException {
      return session.connection().getSchema();
    }
  },
  CATALOG("getCatalog()") {
    @Override
    Object call(Session session) throws SQLException {
      return session.connection().getCatalog();
    }
  };

  private final String shown;

  ConnectionCall(String shown) {
    this.shown = shown;
  }

  abstract Object call(Session session) throws SQLException;

  @Override
  public Object run(Session session) throws SQLException {
    return call(session);
  }

  @Override
  public String shown() {
    return shown;
  }
}
