package io.heddle.agent.context;

/**
 * Finds the {@link ThreadState} of the running thread.
 *
 * <p>A plain {@link ThreadLocal}, never an inheritable one: a pooled thread would inherit the
 * tenant of whoever happened to start it.
 */
public final class CurrentThread {
  private final WeakIdentityMap<Thread, TenantContext> inherited = new WeakIdentityMap<>();
  private final ThreadLocal<ThreadState> states =
      new ThreadLocal<>() {
        @Override
        protected ThreadState initialValue() {
          return begin();
        }
      };

  /**
   * Lets {@code created} work for {@code context}: to be called for threads that run one task and
   * end, such as virtual ones.
   */
  public void hand(Thread created, TenantContext context) {
    inherited.put(created, context);
  }

  private ThreadState begin() {
    ThreadState state = new ThreadState();
    if (!inherited.isEmpty()) {
      state.attach(inherited.remove(Thread.currentThread(), state.probe()));
    }
    return state;
  }

  /** The running thread's state; never null. */
  public ThreadState state() {
    return states.get();
  }

  /** What the running thread works for, or null. */
  public TenantContext context() {
    return states.get().context();
  }
}
