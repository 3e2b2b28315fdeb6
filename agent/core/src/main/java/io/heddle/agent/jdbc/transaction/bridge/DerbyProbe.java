package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import java.lang.invoke.MethodHandle;

/** Derby in the application's process: whether its store's transaction is idle. */
public final class DerbyProbe implements TransactionProbe {
  private static final MethodHandle IDLE;
  private static final MethodHandle AUTO_COMMIT;

  static {
    try {
      DriverMembers derby = new DriverMembers(DerbyProbe.class.getClassLoader());
      String connection = "org.apache.derby.impl.jdbc.EmbedConnection";
      IDLE = derby.method(connection, "transactionIsIdle", boolean.class);
      AUTO_COMMIT = derby.field(connection, "autoCommit", boolean.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    into.status(
        (boolean) IDLE.invokeExact(holder) ? TransactionStatus.NONE : TransactionStatus.OPEN);
    into.autoCommit((boolean) AUTO_COMMIT.invokeExact(holder));
  }
}
