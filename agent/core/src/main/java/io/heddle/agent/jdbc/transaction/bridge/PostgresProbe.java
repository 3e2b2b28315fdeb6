package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import java.lang.invoke.MethodHandle;

/**
 * pgjdbc: the transaction status that the server sends with every ReadyForQuery, which the driver
 * keeps ({@code BaseConnection.getTransactionState}).
 */
public final class PostgresProbe implements TransactionProbe {
  private static final MethodHandle STATE;
  private static final MethodHandle AUTO_COMMIT;
  private static final MethodHandle CONFORMING;
  private static final MethodHandle QUERY_MODE;
  private static final Object SIMPLE;
  private static final Object SIMPLE_UNLESS_PREPARED;
  private static final Object IDLE;
  private static final Object OPEN;
  private static final Object FAILED;

  static {
    try {
      DriverMembers pg = new DriverMembers(PostgresProbe.class.getClassLoader());
      String connection = "org.postgresql.jdbc.PgConnection";
      STATE = pg.method(connection, "getTransactionState", Object.class);
      AUTO_COMMIT = pg.field(connection, "autoCommit", boolean.class);
      CONFORMING = pg.method(connection, "getStandardConformingStrings", boolean.class);
      QUERY_MODE = pg.method(connection, "getPreferQueryMode", Object.class);
      Class<?> mode = pg.type("org.postgresql.jdbc.PreferQueryMode");
      SIMPLE = mode.getField("SIMPLE").get(null);
      SIMPLE_UNLESS_PREPARED = mode.getField("EXTENDED_FOR_PREPARED").get(null);
      Class<?> state = pg.type("org.postgresql.core.TransactionState");
      IDLE = state.getField("IDLE").get(null);
      OPEN = state.getField("OPEN").get(null);
      FAILED = state.getField("FAILED").get(null);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    Object state = (Object) STATE.invokeExact(holder);
    if (state == IDLE) {
      into.status(TransactionStatus.NONE);
    } else if (state == OPEN) {
      into.status(TransactionStatus.OPEN);
    } else if (state == FAILED) {
      into.status(TransactionStatus.ABORTED);
    }
    into.autoCommit((boolean) AUTO_COMMIT.invokeExact(holder));
    Object mode = (Object) QUERY_MODE.invokeExact(holder);
    into.maySplitTexts(mode == SIMPLE || mode == SIMPLE_UNLESS_PREPARED);
    into.escapesByBackslash(!(boolean) CONFORMING.invokeExact(holder));
  }
}
