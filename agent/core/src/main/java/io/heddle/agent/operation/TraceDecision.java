package io.heddle.agent.operation;

import io.heddle.agent.context.TraceParent;
import io.heddle.agent.tenant.Tenant;

/** Decides whether the spans of a trace are kept: at its head, and perhaps again at its end. */
public interface TraceDecision {
  /**
   * What was decided at the head.
   *
   * @param isKept whether spans are kept
   * @param traceState what travels in {@code tracestate} from here on, our own member excepted
   */
  record Head(boolean isKept, String traceState) {
    /** Kept, and nothing is said about how. */
    public static final Head KEPT = new Head(true, "");

    /** Dropped. */
    public static final Head DROPPED = new Head(false, "");
  }

  /**
   * Decides at the head of the part of a trace that this process makes. Any thread; does not wait.
   *
   * @param traceIdLow the last 8 bytes of the trace ID
   * @param parent the remote parent; null if the trace starts here
   * @param traceState what came with the parent; empty if nothing did
   * @param nanoTime now, by the monotonic clock
   */
  Head decide(Tenant tenant, long traceIdLow, TraceParent parent, String traceState, long nanoTime);

  /**
   * Whether a request may be kept for how it ends; if not, the head's decision is the last word.
   */
  default boolean decidesAtEnd() {
    return false;
  }

  /** From how many nanoseconds on a request is slow. */
  default long slowNanos() {
    return Long.MAX_VALUE;
  }

  /**
   * Whether a request that failed or was slow is kept for that; asked once for each, at its end.
   *
   * @param isKept what its head said
   */
  default boolean promotes(long nanoTime, boolean isKept) {
    return false;
  }

  /**
   * An operation of a dropped trace could not wait for the end, because too many do: it is missing
   * if the trace is kept for how it ends.
   */
  default void notHeld() {}
}
