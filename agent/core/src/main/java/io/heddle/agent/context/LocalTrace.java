package io.heddle.agent.context;

import io.heddle.exporter.telemetry.FinishedOperation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The part of a trace that this process makes for one request, until the request has ended and it
 * is known whether it failed or was slow: finished operations wait here.
 *
 * <p>Any thread; a stack that is only pushed to, and taken away as a whole by the one verdict.
 * Bound: {@value #MOST} operations of 24 bytes each beside what they are themselves; those beyond
 * are refused.
 */
public final class LocalTrace {
  static final int MOST = 64;

  private static final VarHandle TOP;

  static {
    try {
      TOP = MethodHandles.lookup().findVarHandle(LocalTrace.class, "top", Node.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private record Node(FinishedOperation operation, Node below, int height) {}

  private static final Node HEADS_DECISION = new Node(null, null, 0);
  private static final Node PROMOTED = new Node(null, null, 0);

  /**
   * What waits, or the verdict: then nothing waits any more. Pushed by CAS, which publishes the
   * operation to whoever takes the stack away.
   */
  private volatile Node top;

  /** What became of an operation that was to wait. */
  public enum Waiting {
    /** It waits for the verdict. */
    HELD,
    /** The verdict has been given: it goes where its trace's flags say. */
    DECIDED,
    /** Too many wait already. */
    REFUSED
  }

  /** Lets a finished operation wait for the verdict, unless that has been given. */
  public Waiting hold(FinishedOperation operation) {
    while (true) {
      Node seen = top;
      if (isVerdict(seen)) {
        return Waiting.DECIDED;
      }
      int height = seen == null ? 1 : seen.height + 1;
      if (height > MOST) {
        return Waiting.REFUSED;
      }
      if (TOP.compareAndSet(this, seen, new Node(operation, seen, height))) {
        return Waiting.HELD;
      }
    }
  }

  /**
   * Gives the verdict, once; a later call does nothing.
   *
   * @param isPromoted whether the trace is kept for how it ended; else its head's decision stands
   * @param waited takes every operation that has waited, the latest first
   */
  public void decide(boolean isPromoted, Consumer<FinishedOperation> waited) {
    Node verdict = isPromoted ? PROMOTED : HEADS_DECISION;
    Node seen;
    do {
      seen = top;
      if (isVerdict(seen)) {
        return;
      }
    } while (!TOP.compareAndSet(this, seen, verdict));
    for (Node node = seen; node != null; node = node.below) {
      waited.accept(node.operation);
    }
  }

  /** Whether the trace is kept for how it ended. */
  public boolean isPromoted() {
    return top == PROMOTED;
  }

  private static boolean isVerdict(Node node) {
    return node == PROMOTED || node == HEADS_DECISION;
  }
}
