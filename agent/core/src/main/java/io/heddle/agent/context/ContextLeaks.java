package io.heddle.agent.context;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Counts work that outlives the request that began it, and notes a sample of it in the audit: the
 * first of each site in the application, then one in {@link #BETWEEN_NOTES_NANOS}.
 *
 * <p>Any thread, no lock. Each case costs a counter; a stack is walked for {@link #MOST_AT_ONCE}
 * cases and for one a second from then on. Bound: {@link #MOST_SITES} sites, about 300 bytes each;
 * those beyond are counted only.
 */
public final class ContextLeaks implements OutlivingSink {
  static final int MOST_SITES = 256;
  static final int MOST_AT_ONCE = 32;
  static final long BETWEEN_STACKS_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long BETWEEN_NOTES_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final BiConsumer<String, Map<String, ?>> notes;
  private final LongSupplier nanoTime;
  private final LongAdder[] counts = new LongAdder[Outliving.values().length];

  /** The sites, with when each was noted last. */
  private final ConcurrentHashMap<String, AtomicLong> sites = new ConcurrentHashMap<>();

  /**
   * Up to when stacks are paid for, one a {@link #BETWEEN_STACKS_NANOS}; it may lie {@link
   * #MOST_AT_ONCE} of them ahead. A lost race costs a sample.
   */
  private final AtomicLong paidUntil;

  /**
   * @param notes takes what the audit has to say of a sample
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public ContextLeaks(BiConsumer<String, Map<String, ?>> notes, LongSupplier nanoTime) {
    this.notes = notes;
    this.nanoTime = nanoTime;
    this.paidUntil = new AtomicLong(nanoTime.getAsLong());
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** How often work has outlived its request so, since the start. */
  public long count(Outliving how) {
    return counts[how.ordinal()].sum();
  }

  @Override
  public void outlived(Outliving how, Object task) {
    counts[how.ordinal()].increment();
    long now = nanoTime.getAsLong();
    if (pays(now)) {
      sample(how, task, now);
    }
  }

  private boolean pays(long now) {
    long seen = paidUntil.get();
    long next = (seen - now > 0 ? seen : now) + BETWEEN_STACKS_NANOS;
    return next - now <= MOST_AT_ONCE * BETWEEN_STACKS_NANOS && paidUntil.compareAndSet(seen, next);
  }

  private void sample(Outliving how, Object task, long now) {
    StackNames stack = StackNames.ofThisThread();
    // A task that runs too long is told by where it began: its calls are a driver's.
    String site = how == Outliving.BEYOND_BOUND ? stack.outermost() : stack.innermost();
    if (isDue(how.text() + ' ' + site, now)) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("how", how.text());
      detail.put("task", task == null ? "" : StackNames.className(task.getClass().getName()));
      detail.put("site", site);
      detail.put("stack", stack.names());
      detail.put("count", count(how));
      notes.accept("CONTEXT_LEAK", detail);
    }
  }

  private boolean isDue(String site, long now) {
    AtomicLong noted = sites.get(site);
    if (noted == null) {
      return sites.size() < MOST_SITES && sites.putIfAbsent(site, new AtomicLong(now)) == null;
    }
    long last = noted.get();
    return now - last >= BETWEEN_NOTES_NANOS && noted.compareAndSet(last, now);
  }
}
