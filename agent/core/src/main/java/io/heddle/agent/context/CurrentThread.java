package io.heddle.agent.context;

/**
 * Finds the {@link ThreadState} of the running thread.
 *
 * <p>A plain {@link ThreadLocal}, never an inheritable one: a pooled thread would inherit the
 * tenant of whoever happened to start it.
 */
public final class CurrentThread {
  private final ThreadLocal<ThreadState> states =
      new ThreadLocal<>() {
        @Override
        protected ThreadState initialValue() {
          return new ThreadState();
        }
      };

  /** The running thread's state; never null. */
  public ThreadState state() {
    return states.get();
  }

  /** What the running thread works for, or null. */
  public TenantContext context() {
    return states.get().context();
  }
}
