package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** MariaDB Connector/J: the status flags of the last OK packet, kept in the client's context. */
public final class MariaDbProbe implements TransactionProbe {
  private static final MethodHandle CONTEXT;
  private static final MethodHandle STATUS;
  private static final MethodHandle WARNINGS;
  private static final MethodHandle DATABASE;
  private static final MethodHandle CONFIGURATION;
  private static final MethodHandle ADDRESSES;

  static {
    try {
      DriverMembers driver = new DriverMembers(MariaDbProbe.class.getClassLoader());
      String context = "org.mariadb.jdbc.client.Context";
      CONTEXT = driver.method("org.mariadb.jdbc.Connection", "getContext", Object.class);
      STATUS = driver.method(context, "getServerStatus", int.class);
      WARNINGS = driver.method(context, "getWarning", int.class);
      DATABASE = driver.method(context, "getDatabase", String.class);
      CONFIGURATION = driver.method(context, "getConf", Object.class);
      ADDRESSES = driver.method("org.mariadb.jdbc.Configuration", "addresses", List.class);
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

  @Override
  public String server(Object holder) throws Throwable {
    Object context = (Object) CONTEXT.invokeExact(holder);
    Object configuration = (Object) CONFIGURATION.invokeExact(context);
    List<?> addresses = (List<?>) ADDRESSES.invoke(configuration);
    return addresses.size() == 1 ? addresses.get(0).toString() : null;
  }

  @Override
  public String schema(Object holder) throws Throwable {
    Object context = (Object) CONTEXT.invokeExact(holder);
    return (String) DATABASE.invokeExact(context);
  }
}
