package io.heddle.agent.concurrent;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;

/** A task with the context it was handed over with. */
final class ContextRunnable implements Runnable {
  private final Runnable task;
  private final TenantContext context;
  private final CurrentThread threads;

  ContextRunnable(Runnable task, TenantContext context, CurrentThread threads) {
    this.task = task;
    this.context = context;
    this.threads = threads;
  }

  @Override
  public void run() {
    ThreadState thread = threads.state();
    TenantContext outer = thread.beginTask();
    TenantContext before = thread.attach(context);
    try {
      task.run();
    } finally {
      thread.endTask(outer);
      thread.attach(before);
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }
}
