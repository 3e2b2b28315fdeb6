package io.heddle.agent.jdbc.transaction;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/**
 * Counts the transactions of one SQLite connection that wrote and have ended. The driver calls it
 * on the thread that runs the statement, inside its own lock; it must not call back.
 */
public final class EndedTransactions implements InvocationHandler {
  private int commits;
  private int rollbacks;

  @Override
  public synchronized Object invoke(Object listener, Method method, Object[] arguments) {
    switch (method.getName()) {
      case "onCommit" -> commits++;
      case "onRollback" -> rollbacks++;
      case "hashCode" -> {
        return System.identityHashCode(listener);
      }
      case "equals" -> {
        return listener == arguments[0];
      }
      case "toString" -> {
        return "transactions that ended";
      }
      default -> {}
    }
    return null;
  }

  /** Says how many have ended since it was last asked. */
  public synchronized void read(Reading into) {
    into.ends(commits, rollbacks);
    commits = 0;
    rollbacks = 0;
  }
}
