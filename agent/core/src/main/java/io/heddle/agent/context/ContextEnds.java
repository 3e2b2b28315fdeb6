package io.heddle.agent.context;

import io.heddle.agent.tenant.Tenant;
import io.heddle.sampler.policy.CurrentPolicy;

/**
 * Says whose work is done once a request has ended.
 *
 * <p>Work that was handed over while the request was served is its tenant's for as long as the task
 * runs, but at most for the policy's {@code context.linger} after the end. Beyond that, and for
 * whatever is handed over after the end, there is a derived context: no tenant, but the request
 * that began it.
 *
 * <p>Any thread. While a request is served, each question costs one opaque read.
 */
public final class ContextEnds {
  private final Tenant nobody;
  private final CurrentPolicy policy;
  private final OutlivingSink sink;

  /**
   * @param nobody the tenant of work that belongs to no request
   * @param policy says how long work may belong to a request that has ended
   * @param sink is told of work that outlives its request
   */
  public ContextEnds(Tenant nobody, CurrentPolicy policy, OutlivingSink sink) {
    this.nobody = nobody;
    this.policy = policy;
    this.sink = sink;
  }

  /** The tenant of work that belongs to no request. */
  public Tenant nobody() {
    return nobody;
  }

  /**
   * What the running thread works for now. A context that is over is replaced on the thread.
   *
   * @param nanoTime now
   * @return null for nothing; a derived context if the request is over
   */
  public TenantContext current(ThreadState thread, long nanoTime) {
    TenantContext context = thread.context();
    return context == null || context.isOpen() ? context : closed(thread, context, nanoTime);
  }

  /**
   * What a task works for that the running thread hands over now.
   *
   * @return null for nothing; a derived context if the request has ended
   */
  public TenantContext handedOver(ThreadState thread, Object task) {
    TenantContext context = thread.context();
    return context == null || context.isOpen() ? context : late(context, task);
  }

  /**
   * What a task works for that was handed over before, and is handed on by the running thread.
   *
   * @return null for nothing; a derived context if the request is over
   */
  public TenantContext handedOn(ThreadState thread) {
    TenantContext context = thread.context();
    return context == null || context.isOpen()
        ? context
        : closed(thread, context, System.nanoTime());
  }

  /**
   * What a task works for that the running one forks, and waits for: the same, while that runs.
   *
   * @return null for nothing; a derived context if the request is over
   */
  public TenantContext forked(ThreadState thread) {
    TenantContext context = handedOn(thread);
    if (context == null
        || context.isOpen()
        || context.begunBy() != null
        || context.isPart()
        || System.nanoTime() - context.end() < 0) {
      return context;
    }
    if (thread.part() == null) {
      thread.forks(context.part());
    }
    return thread.part();
  }

  /**
   * What a task works for that runs again and again, and so outlives every request. The running
   * thread has a context.
   */
  public TenantContext repeated(ThreadState thread) {
    return derived(thread.context());
  }

  /** The thread does work of other requests: it is not that of its own request any more. */
  public void takesOtherWork(ThreadState thread, Object work) {
    sink.outlived(Outliving.OTHER_WORK, work);
    thread.attach(derived(thread.context()));
  }

  private TenantContext derived(TenantContext context) {
    return context.begunBy() == null ? context.origin().derived(nobody) : context;
  }

  private TenantContext closed(ThreadState thread, TenantContext context, long nanoTime) {
    if (context.begunBy() != null || !isOver(context, nanoTime)) {
      return context;
    }
    sink.outlived(context.isPart() ? Outliving.BEGUN_AFTER_END : Outliving.BEYOND_BOUND, null);
    TenantContext derived = derived(context);
    thread.attach(derived);
    return derived;
  }

  private TenantContext late(TenantContext context, Object task) {
    // What a derived context begins has been told of, and a periodic task begins things rightly. An
    // end in the future is that of a request which waits for a thread to go on with it.
    if (context.begunBy() != null || System.nanoTime() - context.end() < 0) {
      return context;
    }
    sink.outlived(Outliving.BEGUN_AFTER_END, task);
    return derived(context);
  }

  private boolean isOver(TenantContext context, long nanoTime) {
    long since = nanoTime - context.end();
    return since >= 0 && since >= policy.policy().context().linger().toNanos();
  }
}
