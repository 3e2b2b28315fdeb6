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

  static {
    try {
      DriverMembers driver = new DriverMembers(SqliteProbe.class.getClassLoader());
      LISTENER = driver.type("org.sqlite.SQLiteCommitListener");
      DATABASE = driver.method("org.sqlite.SQLiteConnection", "getDatabase", Object.class);
      CHANGES = driver.method("org.sqlite.core.DB", "total_changes", long.class);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object attach(Object connection) throws Throwable {
    EndedTransactions ended = new EndedTransactions();
    Object listener =
        Proxy.newProxyInstance(LISTENER.getClassLoader(), new Class<?>[] {LISTENER}, ended);
    connection.getClass().getMethod("addCommitListener", LISTENER).invoke(connection, listener);
    return ended;
  }

  @Override
  public void read(Object connection, Object attached, Reading into) {
    ((EndedTransactions) attached).read(into);
  }

  @Override
  public long changes(Object connection) throws Throwable {
    Object database = (Object) DATABASE.invokeExact(connection);
    return (long) CHANGES.invokeExact(database);
  }
}
