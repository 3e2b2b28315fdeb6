package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import java.lang.invoke.MethodHandle;

/** MySQL Connector/J: the status flags of the last OK packet, kept with the server's session. */
public final class MySqlProbe implements TransactionProbe {
  private static final MethodHandle SESSION;
  private static final MethodHandle SERVER_SESSION;
  private static final MethodHandle FLAGS;
  private static final MethodHandle PROTOCOL;
  private static final MethodHandle WARNINGS;
  private static final MethodHandle SERVER;
  private static final MethodHandle DATABASE;

  static {
    try {
      DriverMembers driver = new DriverMembers(MySqlProbe.class.getClassLoader());
      SESSION = driver.field("com.mysql.cj.jdbc.ConnectionImpl", "session", Object.class);
      SERVER_SESSION = driver.method("com.mysql.cj.CoreSession", "getServerSession", Object.class);
      FLAGS = driver.method("com.mysql.cj.protocol.ServerSession", "getStatusFlags", int.class);
      PROTOCOL = driver.field("com.mysql.cj.CoreSession", "protocol", Object.class);
      WARNINGS =
          driver.method("com.mysql.cj.protocol.a.NativeProtocol", "getWarningCount", int.class);
      String connection = "com.mysql.cj.jdbc.ConnectionImpl";
      SERVER = driver.method(connection, "getHostPortPair", String.class);
      DATABASE = driver.field(connection, "database", String.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    Object session = (Object) SESSION.invokeExact(holder);
    Object server = session == null ? null : (Object) SERVER_SESSION.invokeExact(session);
    if (server != null) {
      StatusFlags.read((int) FLAGS.invokeExact(server), into);
    }
  }

  @Override
  public boolean holdsAfterFailure() {
    return false;
  }

  /** Behind a ping no flag is left, and behind a statement that the server prepares only one. */
  @Override
  public boolean forgetsBetweenCalls() {
    return true;
  }

  @Override
  public int warnings(Object holder) throws Throwable {
    Object session = (Object) SESSION.invokeExact(holder);
    Object protocol = session == null ? null : (Object) PROTOCOL.invokeExact(session);
    return protocol == null ? 1 : (int) WARNINGS.invokeExact(protocol); // closed: nothing is proven
  }

  @Override
  public String server(Object holder) throws Throwable {
    return (String) SERVER.invokeExact(holder);
  }

  @Override
  public String schema(Object holder) throws Throwable {
    return (String) DATABASE.invokeExact(holder);
  }
}
