package io.heddle.agent.concurrent;

import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.Handing;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.WeakIdentityMap;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.RunnableScheduledFuture;

/**
 * What woven executors call: tasks are handed over with the context of the thread that does so, or
 * with one derived from it if its request has ended.
 *
 * <p>One object handed over twice with contexts of different requests before it has run is
 * ambiguous: it runs with none, because work attributed to nobody is a gap, and work attributed to
 * the wrong tenant a lie. Bound: the tasks that wait or repeat, weakly held. Nothing happens at all
 * where there is no context.
 */
public final class HandOvers {
  private final CurrentThread threads;
  private final ContextEnds ends;
  private final WeakIdentityMap<Object, TenantContext> waiting = new WeakIdentityMap<>();
  private final WeakIdentityMap<Object, TenantContext> repeating = new WeakIdentityMap<>();
  private final TenantContext ambiguous;

  /**
   * @param ends say what a task carries whose request has ended
   * @param ambiguous stands for "more than one"; never attached to a thread
   */
  public HandOvers(CurrentThread threads, ContextEnds ends, TenantContext ambiguous) {
    this.threads = threads;
    this.ends = ends;
    this.ambiguous = ambiguous;
  }

  /** A task is handed over by this thread. */
  public void handed(Object task) {
    ThreadState thread = threads.state();
    if (thread.context() == null) {
      if (!waiting.isEmpty() && !(task instanceof AsynchronousCompletionTask)) {
        waiting.remove(task, thread.probe()); // handed over anew, by nobody
      }
    } else if (thread.handing() == Handing.AGAIN
        || task instanceof RunnableScheduledFuture<?> scheduled && scheduled.isPeriodic()) {
      repeating.put(task, ends.repeated(thread)); // it outlives every request
    } else {
      waits(task, carriedBy(thread, task), thread);
    }
  }

  /** A task is forked by the task that runs: it is a part of it. */
  public void forked(Object task) {
    ThreadState thread = threads.state();
    TenantContext context = ends.forked(thread);
    if (context != null) {
      waits(task, context, thread);
    } else if (!waiting.isEmpty() && !(task instanceof AsynchronousCompletionTask)) {
      waiting.remove(task, thread.probe());
    }
  }

  /** This thread hands tasks over in that way until it says otherwise. */
  public void hands(Handing how) {
    threads.state().hands(how);
  }

  /** A task is handed over to a timer by this thread. */
  public void timed(Object task, boolean isPeriodic) {
    ThreadState thread = threads.state();
    if (!isPeriodic) {
      handed(task);
    } else if (thread.context() != null) {
      repeating.put(task, ends.repeated(thread));
    }
  }

  private void waits(Object task, TenantContext context, ThreadState thread) {
    TenantContext before = waiting.get(task, thread.probe());
    if (before == null) {
      waiting.put(task, context);
    } else if (before != context && !(task instanceof AsynchronousCompletionTask)) {
      // A stage of a CompletableFuture keeps whoever added it; whoever completes it is a messenger.
      waiting.put(task, before.origin() == context.origin() ? context : ambiguous);
    }
  }

  /** The task was refused. */
  public void refused(Object task) {
    ThreadState thread = threads.state();
    waiting.remove(task, thread.probe());
    if (!repeating.isEmpty()) {
      repeating.remove(task, thread.probe());
    }
  }

  /** A pool's thread has nothing to do, or ends: it works for nobody. */
  public void idle() {
    ThreadState thread = threads.state();
    if (thread.context() != null) {
      thread.endTask(null);
      thread.attach(null);
    }
  }

  /** A pool's thread takes a task, or null, and works for whoever handed it over. */
  public void taken(Object task) {
    if (task != null && isAnyKnown()) {
      ThreadState thread = threads.state();
      TenantContext context = remove(task, thread);
      thread.endTask(null);
      thread.attach(context == ambiguous ? null : context);
    }
  }

  /**
   * A task begins to run on a thread that may be working for somebody already.
   *
   * @return what {@link #ran} takes; null if the task brings no context
   */
  public Object runs(Object task) {
    if (!isAnyKnown()) {
      return null;
    }
    ThreadState thread = threads.state();
    TenantContext context = remove(task, thread);
    return context == null ? null : running(thread, context);
  }

  /**
   * A stage may run, or find that it still has to wait: its context is kept until it is collected.
   *
   * @return what {@link #ran} takes; null if the stage brings no context
   */
  public Object mayRun(Object stage) {
    if (waiting.isEmpty()) {
      return null;
    }
    ThreadState thread = threads.state();
    TenantContext context = waiting.get(stage, thread.probe());
    return context == null ? null : running(thread, context);
  }

  /**
   * A task of a {@link java.util.concurrent.ForkJoinPool} begins to run, perhaps on a thread that
   * helps while it waits for something else. A stage of a CompletableFuture that nobody handed over
   * then runs for nobody; any other task may be a direct call by the task that runs already.
   *
   * @return what {@link #ran} takes; null if the thread goes on with the context it has
   */
  public Object executes(Object task) {
    Object token = runs(task);
    if (token != null || !(task instanceof AsynchronousCompletionTask)) {
      return token;
    }
    ThreadState thread = threads.state();
    return thread.context() == null ? null : running(thread, ambiguous);
  }

  /** The task has run. */
  public void ran(Object token) {
    if (token != null) {
      Running running = (Running) token;
      running.thread.endTask(running.outer);
      running.thread.attach(running.before);
    }
  }

  /**
   * A task that may be one object for many hand-overs, wrapped so that each has its own context;
   * null if it need not be.
   *
   * <p>A lambda that captures nothing is one object however often it is evaluated, so its identity
   * says nothing. Such a lambda has no type that anybody could ask for, so nobody can tell.
   */
  public Runnable shared(Object task) {
    return threads.context() != null && task instanceof Runnable && SHARED.get(task.getClass())
        ? carried(task)
        : null;
  }

  /** A task that its taker hides from everybody, wrapped; null if there is nothing to carry. */
  public Runnable carried(Object task) {
    ThreadState thread = threads.state();
    return thread.context() != null && task instanceof Runnable runnable
        ? new ContextRunnable(runnable, carriedBy(thread, task), threads)
        : null;
  }

  /** A thread was made that runs one task and ends. */
  public void made(Thread thread) {
    TenantContext context = carriedBy(threads.state(), thread);
    if (context != null) {
      threads.hand(thread, context);
    }
  }

  /** What a task carries that the thread hands over now; null for nothing. */
  private TenantContext carriedBy(ThreadState thread, Object task) {
    return thread.handing() == Handing.ON ? ends.handedOn(thread) : ends.handedOver(thread, task);
  }

  private boolean isAnyKnown() {
    return !waiting.isEmpty() || !repeating.isEmpty();
  }

  /** What a task was handed over with, which is used up unless it runs again and again; or null. */
  private TenantContext remove(Object task, ThreadState thread) {
    TenantContext context = waiting.remove(task, thread.probe());
    return context != null || repeating.isEmpty() ? context : repeating.get(task, thread.probe());
  }

  private Running running(ThreadState thread, TenantContext context) {
    TenantContext outer = thread.beginTask();
    return new Running(thread, thread.attach(context == ambiguous ? null : context), outer);
  }

  private record Running(ThreadState thread, TenantContext before, TenantContext outer) {}

  /**
   * Whether a class is a lambda's that captures nothing and is a Runnable and nothing else; asked
   * of each class once.
   */
  private static final ClassValue<Boolean> SHARED =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return type.isHidden()
              && type.getDeclaredFields().length == 0
              && type.getInterfaces().length == 1
              && type.getInterfaces()[0] == Runnable.class;
        }
      };
}
