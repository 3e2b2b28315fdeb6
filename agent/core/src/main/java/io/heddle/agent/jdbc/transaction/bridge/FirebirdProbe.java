package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import java.lang.invoke.MethodHandle;

/** Jaybird: the handle of the transaction that its connection works in, and that one's state. */
public final class FirebirdProbe implements TransactionProbe {
  private static final MethodHandle MANAGED;
  private static final MethodHandle HELPER;
  private static final MethodHandle TRANSACTION;
  private static final MethodHandle HANDLE;
  private static final MethodHandle STATE;
  private static final Object ACTIVE;
  private static final Object PREPARED;

  static {
    try {
      DriverMembers driver = new DriverMembers(FirebirdProbe.class.getClassLoader());
      String managed = "org.firebirdsql.jaybird.xca.FBManagedConnection";
      MANAGED = driver.field("org.firebirdsql.jdbc.FBConnection", "mc", Object.class);
      HELPER = driver.field(managed, "gdsHelper", Object.class);
      TRANSACTION = driver.field("org.firebirdsql.gds.impl.GDSHelper", "transaction", Object.class);
      HANDLE = driver.method("org.firebirdsql.gds.ng.FbTransaction", "getHandle", int.class);
      STATE = driver.field("org.firebirdsql.gds.ng.AbstractFbTransaction", "state", Object.class);
      Class<?> state = driver.type("org.firebirdsql.gds.ng.TransactionState");
      ACTIVE = state.getField("ACTIVE").get(null);
      PREPARED = state.getField("PREPARED").get(null);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object holder(Object connection) throws Throwable {
    return (Object) MANAGED.invokeExact(connection); // connections of an FBXAConnection share it
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    Object helper = (Object) HELPER.invokeExact(holder);
    if (helper == null) {
      return;
    }
    Object transaction = (Object) TRANSACTION.invokeExact(helper);
    Object state = transaction == null ? null : (Object) STATE.invokeExact(transaction);
    if (state == ACTIVE || state == PREPARED) {
      into.status(TransactionStatus.OPEN);
      into.identity((int) HANDLE.invokeExact(transaction));
    } else {
      into.status(TransactionStatus.NONE);
    }
  }
}
