package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import java.lang.invoke.MethodHandle;

/**
 * H2 2.x in the application's process: the session's transaction, its sequence number and the
 * length of its undo log. A connection to another process holds only what its server has last said
 * of auto-commit, with the last update count: BEGIN, SET and the end of a transaction switch it.
 */
public final class H2Probe implements TransactionProbe {
  private static final MethodHandle SESSION;
  private static final Class<?> LOCAL;
  private static final MethodHandle TRANSACTION;
  private static final MethodHandle AUTO_COMMIT;
  private static final Class<?> REMOTE;
  private static final MethodHandle HEARD_AUTO_COMMIT;
  private static final MethodHandle SEQUENCE;
  private static final MethodHandle LOG_ID;

  static {
    try {
      DriverMembers h2 = new DriverMembers(H2Probe.class.getClassLoader());
      String session = "org.h2.engine.SessionLocal";
      String transaction = "org.h2.mvstore.tx.Transaction";
      SESSION = h2.field("org.h2.jdbc.JdbcConnection", "session", Object.class);
      LOCAL = h2.type(session);
      TRANSACTION = h2.field(session, "transaction", Object.class);
      AUTO_COMMIT = h2.field(session, "autoCommit", boolean.class);
      REMOTE = h2.type("org.h2.engine.SessionRemote");
      HEARD_AUTO_COMMIT = h2.field("org.h2.engine.SessionRemote", "autoCommit", boolean.class);
      SEQUENCE = h2.field(transaction, "sequenceNum", long.class);
      LOG_ID = h2.method(transaction, "getLogId", long.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object holder(Object connection) throws Throwable {
    return (Object) SESSION.invokeExact(connection); // connections of a JdbcXAConnection share it
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    if (holder.getClass() != LOCAL) {
      if (holder.getClass() == REMOTE) {
        into.heardAutoCommit((boolean) HEARD_AUTO_COMMIT.invokeExact(holder));
      }
      return;
    }
    into.autoCommit((boolean) AUTO_COMMIT.invokeExact(holder));
    Object transaction = (Object) TRANSACTION.invokeExact(holder);
    if (transaction == null) {
      into.status(TransactionStatus.NONE);
    } else {
      into.status(TransactionStatus.OPEN);
      into.identity((long) SEQUENCE.invokeExact(transaction));
      into.position((long) LOG_ID.invokeExact(transaction));
    }
  }
}
