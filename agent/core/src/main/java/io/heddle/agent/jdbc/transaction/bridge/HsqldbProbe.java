package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import java.lang.invoke.MethodHandle;

/**
 * HSQLDB in the application's process: whether its session is in a transaction, and the change
 * number at which that began. A connection to another process holds none of it.
 */
public final class HsqldbProbe implements TransactionProbe {
  private static final MethodHandle PROXY;
  private static final Class<?> SESSION;
  private static final MethodHandle IS_TRANSACTION;
  private static final MethodHandle BEGAN_AT;

  static {
    try {
      DriverMembers driver = new DriverMembers(HsqldbProbe.class.getClassLoader());
      String session = "org.hsqldb.Session";
      PROXY = driver.field("org.hsqldb.jdbc.JDBCConnection", "sessionProxy", Object.class);
      SESSION = driver.type(session);
      IS_TRANSACTION = driver.field(session, "isTransaction", boolean.class);
      BEGAN_AT = driver.method(session, "getTransactionSCN", long.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object holder(Object connection) throws Throwable {
    return (Object) PROXY.invokeExact(connection); // connections of a JDBCXAConnection share it
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    if (holder.getClass() != SESSION) {
      return;
    }
    if ((boolean) IS_TRANSACTION.invokeExact(holder)) {
      into.status(TransactionStatus.OPEN);
      into.identity((long) BEGAN_AT.invokeExact(holder));
    } else {
      into.status(TransactionStatus.NONE);
    }
  }
}
