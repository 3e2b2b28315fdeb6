package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import java.lang.invoke.MethodHandle;

/**
 * DuckDB's driver: auto-commit, and whether the driver has sent its BEGIN. It sends none again
 * until its own {@code commit()} or {@code rollback()}, whatever SQL has ended in between.
 */
public final class DuckDbProbe implements TransactionProbe {
  private static final MethodHandle AUTO_COMMIT;
  private static final MethodHandle HAS_BEGUN;

  static {
    try {
      DriverMembers driver = new DriverMembers(DuckDbProbe.class.getClassLoader());
      String connection = "org.duckdb.DuckDBConnection";
      AUTO_COMMIT = driver.field(connection, "autoCommit", boolean.class);
      HAS_BEGUN = driver.field(connection, "transactionRunning", boolean.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    into.autoCommit((boolean) AUTO_COMMIT.invokeExact(holder));
    into.hasBegun((boolean) HAS_BEGUN.invokeExact(holder));
  }
}
