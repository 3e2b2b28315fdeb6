package io.heddle.agent.jdbc.postgres;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.jdbc.SideWrites;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.OperationType;
import java.util.List;

/**
 * What woven large objects call: each that is created or deleted is an operation of one row, and so
 * are all writes to one opened object that share their fate: those of one transaction, between its
 * savepoints.
 */
public final class LargeObjectCapture {
  /** The table that holds them all. */
  public static final String TARGET = "pg_largeobject";

  private static final SqlStatement CREATE = statement(OperationType.CREATE, "LO_CREATE");
  private static final SqlStatement UPDATE = statement(OperationType.UPDATE, "LO_WRITE");
  private static final SqlStatement DELETE = statement(OperationType.DELETE, "LO_UNLINK");

  private final SideWrites writes;
  private final CurrentThread threads;

  /** The stretch of the transaction in which an opened object was last recorded as written. */
  private final WeakIdentityMap<Object, Long> written = new WeakIdentityMap<>();

  public LargeObjectCapture(SideWrites writes, CurrentThread threads) {
    this.writes = writes;
    this.threads = threads;
  }

  /** An object is about to be created; returns what {@link #ended} takes, or null. */
  public Object creating(Object manager) {
    return writes.begin(Owner.of(manager), CREATE);
  }

  /** An object is about to be deleted; returns what {@link #ended} takes, or null. */
  public Object deleting(Object manager) {
    return writes.begin(Owner.of(manager), DELETE);
  }

  /** An opened object is about to be written to; returns what {@link #wrote} takes, or null. */
  public Object writing(Object object) {
    if (writes.isInDriver()) {
      return null;
    }
    Object connection = Owner.of(object);
    long stretch = writes.stretch(connection);
    Long last = stretch == 0 ? null : written.get(object, threads.state().probe());
    return last != null && last == stretch ? null : writes.begin(connection, UPDATE);
  }

  /** An opened object was written to. */
  public void wrote(Object token, Object object, Throwable thrown) {
    if (token == null) {
      return;
    }
    ended(token, thrown);
    if (thrown == null) {
      written.put(object, writes.stretch(Owner.of(object)));
    }
  }

  /** What was begun has ended. */
  public void ended(Object token, Throwable thrown) {
    if (token != null) {
      writes.leave((SideWrites.Running) token, 1, thrown, false);
    }
  }

  private static SqlStatement statement(OperationType type, String verb) {
    String text = verb + ' ' + TARGET;
    return new SqlStatement(
        new Subject(type, true, verb, TARGET, text, text),
        List.of(),
        SqlStatement.Effect.WRITE,
        SqlStatement.Control.NONE,
        "",
        false,
        true,
        false,
        false,
        List.of());
  }
}
