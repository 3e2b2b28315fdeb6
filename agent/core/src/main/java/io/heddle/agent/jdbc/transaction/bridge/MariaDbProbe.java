package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import java.lang.invoke.MethodHandle;

/** MariaDB Connector/J: the status flags of the last OK packet, kept in the client's context. */
public final class MariaDbProbe implements TransactionProbe {
  private static final MethodHandle CONTEXT;
  private static final MethodHandle STATUS;
  private static final MethodHandle WARNINGS;

  static {
    try {
      DriverMembers driver = new DriverMembers(MariaDbProbe.class.getClassLoader());
      String context = "org.mariadb.jdbc.client.Context";
      CONTEXT = driver.method("org.mariadb.jdbc.Connection", "getContext", Object.class);
      STATUS = driver.method(context, "getServerStatus", int.class);
      WARNINGS = driver.method(context, "getWarning", int.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    Object context = (Object) CONTEXT.invokeExact(holder);
    StatusFlags.read((int) STATUS.invokeExact(context), into);
  }

  @Override
  public boolean holdsAfterFailure() {
    return false;
  }

  @Override
  public int warnings(Object holder) throws Throwable {
    Object context = (Object) CONTEXT.invokeExact(holder);
    return (int) WARNINGS.invokeExact(context);
  }
}
