package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.EndedTransactions;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;

/**
 * sqlite-jdbc: it does not hand out {@code sqlite3_get_autocommit}, but tells a listener of each
 * transaction that wrote and ends ({@code sqlite3_commit_hook}, {@code sqlite3_rollback_hook}).
 */
public final class SqliteProbe implements TransactionProbe {
  private static final Class<?> LISTENER;
  private static final MethodHandle CHANGES;
  private static final MethodHandle DATABASE;
  private static final MethodHandle AUTO_COMMIT;

  static {
    try {
      DriverMembers driver = new DriverMembers(SqliteProbe.class.getClassLoader());
      LISTENER = driver.type("org.sqlite.SQLiteCommitListener");
      DATABASE = driver.method("org.sqlite.SQLiteConnection", "getDatabase", Object.class);
      AUTO_COMMIT = driver.method("org.sqlite.SQLiteConnection", "getAutoCommit", boolean.class);
      CHANGES = driver.method("org.sqlite.core.DB", "total_changes", long.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object attach(Object holder) throws Throwable {
    EndedTransactions ended = new EndedTransactions();
    Object listener =
        Proxy.newProxyInstance(LISTENER.getClassLoader(), new Class<?>[] {LISTENER}, ended);
    holder.getClass().getMethod("addCommitListener", LISTENER).invoke(holder, listener);
    return ended;
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    ((EndedTransactions) attached).read(into);
    into.autoCommit((boolean) AUTO_COMMIT.invokeExact(holder));
  }

  @Override
  public long changes(Object holder) throws Throwable {
    Object database = (Object) DATABASE.invokeExact(holder);
    return (long) CHANGES.invokeExact(database);
  }
}
