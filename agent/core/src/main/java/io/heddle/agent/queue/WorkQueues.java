package io.heddle.agent.queue;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;

/**
 * What woven queues call. It finds tasks that have become workers: a task that a request has handed
 * over, and that takes from a queue what another request has put there.
 *
 * <p>Of a queue it remembers the one request whose work puts into it, or that there are several. A
 * pool of connections made of such a queue looks the same; it differs in that an object is taken
 * more than once, so what was taken before is a resource, and its taker goes on for its own tenant.
 *
 * <p>Queues that a library takes from are left alone, see {@link Takers}.
 *
 * <p>Any thread. Costs a look at the thread where it has no context, and a look-up otherwise.
 * Bound: the queues that requests put into, and the elements that they take from shared ones, all
 * weakly held.
 */
public final class WorkQueues {
  private final CurrentThread threads;
  private final ContextEnds ends;
  private final TenantContext several;

  /** Stands for a queue of a library's; never attached to a thread. */
  private final TenantContext ofLibrary;

  private final WeakIdentityMap<Object, TenantContext> givers = new WeakIdentityMap<>();
  private final WeakIdentityMap<Object, Boolean> takenBefore = new WeakIdentityMap<>();

  /**
   * @param ends give a worker the context that it has from then on
   * @param several stands for "more than one request"; never attached to a thread
   */
  public WorkQueues(CurrentThread threads, ContextEnds ends, TenantContext several) {
    this.threads = threads;
    this.ends = ends;
    this.several = several;
    this.ofLibrary = new TenantContext(ends.nobody(), 0, 0, 0, (byte) 0, "");
  }

  /**
   * This thread puts an element into a queue; called before the element can be taken, so that its
   * taker sees whose it is: the queue itself orders the two.
   */
  public void given(Object queue) {
    ThreadState thread = threads.state();
    TenantContext context = thread.context();
    if (context == null) {
      return; // of a driver's or a client's own thread: nothing is known
    }
    TenantContext giver = givers.get(queue, thread.probe());
    TenantContext origin = context.origin();
    if (giver == null) {
      giver = givers.putIfAbsent(queue, origin);
    }
    if (giver != origin && giver != several && giver != ofLibrary) {
      givers.put(queue, several);
    }
  }

  /** This thread has taken an element, or null, from a queue. */
  public void taken(Object queue, Object element) {
    ThreadState thread = threads.state();
    TenantContext context = thread.context();
    if (element != null
        && context != null
        && context.begunBy() == null
        && isForeign(queue, context, thread)
        && !isResource(element, thread)
        && thread.serving() == null
        && isOfApplication(queue)) {
      ends.takesOtherWork(thread, element);
    }
  }

  /** This thread has moved so many elements out of a queue. */
  public void drained(Object queue, int count) {
    ThreadState thread = threads.state();
    TenantContext context = thread.context();
    if (count > 0
        && context != null
        && context.begunBy() == null
        && isForeign(queue, context, thread)
        && thread.serving() == null
        && isOfApplication(queue)) {
      ends.takesOtherWork(thread, null);
    }
  }

  private boolean isForeign(Object queue, TenantContext context, ThreadState thread) {
    TenantContext giver = givers.isEmpty() ? null : givers.get(queue, thread.probe());
    return giver != null && giver != context.origin() && giver != ofLibrary;
  }

  /** Whether the application itself takes; if not, the queue is never looked at again. */
  private boolean isOfApplication(Object queue) {
    if (Takers.isLibrary()) {
      givers.put(queue, ofLibrary);
      return false;
    }
    return true;
  }

  /** Whether it was taken before and so has been given back; from now on it has been taken. */
  private boolean isResource(Object element, ThreadState thread) {
    if (isValue(element)) {
      return false; // one object may stand for many elements
    }
    if (takenBefore.get(element, thread.probe()) != null) {
      return true;
    }
    takenBefore.put(element, Boolean.TRUE);
    return false;
  }

  private static boolean isValue(Object element) {
    return element instanceof String
        || element instanceof Number
        || element instanceof Boolean
        || element instanceof Character
        || element instanceof Enum<?>
        || element instanceof Class<?>;
  }
}
