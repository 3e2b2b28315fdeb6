package io.heddle.agent.jdbc.transaction.bridge;

import io.heddle.agent.jdbc.transaction.DriverMembers;
import io.heddle.agent.jdbc.transaction.LastTransaction;
import io.heddle.agent.jdbc.transaction.Reading;
import io.heddle.agent.jdbc.transaction.TransactionProbe;
import io.heddle.agent.jdbc.transaction.TransactionStatus;
import io.heddle.audit.spool.Outcome;
import java.lang.invoke.MethodHandle;

/**
 * Jaybird: the transaction that its connection works in, and that one's state. The driver makes an
 * object for each transaction and writes its end into it; handles are given again.
 */
public final class FirebirdProbe implements TransactionProbe {
  private static final MethodHandle MANAGED;
  private static final MethodHandle HELPER;
  private static final MethodHandle TRANSACTION;
  private static final MethodHandle STATE;
  private static final Object ACTIVE;
  private static final Object PREPARING;
  private static final Object PREPARED;
  private static final Object COMMITTED;
  private static final Object ROLLED_BACK;

  static {
    try {
      DriverMembers driver = new DriverMembers(FirebirdProbe.class.getClassLoader());
      String managed = "org.firebirdsql.jaybird.xca.FBManagedConnection";
      MANAGED = driver.field("org.firebirdsql.jdbc.FBConnection", "mc", Object.class);
      HELPER = driver.field(managed, "gdsHelper", Object.class);
      TRANSACTION = driver.field("org.firebirdsql.gds.impl.GDSHelper", "transaction", Object.class);
      STATE = driver.field("org.firebirdsql.gds.ng.AbstractFbTransaction", "state", Object.class);
      Class<?> state = driver.type("org.firebirdsql.gds.ng.TransactionState");
      ACTIVE = state.getField("ACTIVE").get(null);
      PREPARING = state.getField("PREPARING").get(null);
      PREPARED = state.getField("PREPARED").get(null);
      COMMITTED = state.getField("COMMITTED").get(null);
      ROLLED_BACK = state.getField("ROLLED_BACK").get(null);
    } catch (ReflectiveOperationException another) {
      throw new ExceptionInInitializerError(another);
    }
  }

  @Override
  public Object holder(Object connection) throws Throwable {
    return (Object) MANAGED.invokeExact(connection); // connections of an FBXAConnection share it
  }

  @Override
  public Object attach(Object holder) {
    return new LastTransaction();
  }

  @Override
  public void read(Object holder, Object attached, Reading into) throws Throwable {
    LastTransaction known = (LastTransaction) attached;
    Object helper = (Object) HELPER.invokeExact(holder); // null once the connection is closed
    Object transaction = helper == null ? null : (Object) TRANSACTION.invokeExact(helper);
    boolean isOpen = transaction != null && isActive((Object) STATE.invokeExact(transaction));
    Object last = known.transaction();
    into.ended(null);
    if (last == null && known.isFollowed()) {
      into.ended(Outcome.UNKNOWN); // collected before it was asked
      known.forget();
    } else if (last != null && (!isOpen || last != transaction)) {
      tellEnd((Object) STATE.invokeExact(last), isOpen, known, into);
    }
    if (isOpen) {
      known.isOpen(transaction);
      into.status(TransactionStatus.OPEN);
      into.identity(known.number());
    } else {
      into.status(TransactionStatus.NONE);
    }
  }

  private static void tellEnd(
      Object state, boolean isAnotherOpen, LastTransaction known, Reading into) {
    if (state == COMMITTED) {
      into.ended(Outcome.COMMITTED);
    } else if (state == ROLLED_BACK) {
      into.ended(Outcome.ROLLED_BACK);
    } else if (isActive(state) && !isAnotherOpen) {
      into.suspended();
      into.identity(known.number());
      return;
    } else {
      into.ended(Outcome.UNKNOWN);
    }
    known.forget();
  }

  private static boolean isActive(Object state) {
    return state == ACTIVE || state == PREPARING || state == PREPARED;
  }
}
