package io.heddle.sampler.tiers;

/**
 * Counts the distinct tenants of the running window and of the one before, and says which tier the
 * larger of the two is in.
 *
 * <p>Any thread observes and asks, and none waits; a tier is one volatile read. It rises with the
 * observation that crosses an edge, and falls when a window ends ({@link #advance}). Bound: two
 * sets of tenants up to the top edge, 256 KiB with the default edges.
 */
public final class TierMonitor {
  /** What most processes get by with: 16 KiB. */
  private static final int FIRST_KEYS = 1_000;

  /** What belongs together and is replaced as one. */
  private static final class Windows {
    final TierEdges edges;
    final DistinctKeys before;
    final DistinctKeys running;
    final long startNanos;

    Windows(TierEdges edges, DistinctKeys before, int keys, long startNanos) {
      this.edges = edges;
      this.before = before;
      this.running = new DistinctKeys(Math.min(keys, edges.crowded() + 1));
      this.startNanos = startNanos;
    }

    /** The next window, with room for as many as this one came to need. */
    Windows next(TierEdges next, long nowNanos) {
      return new Windows(next, running, needsMore() ? FIRST_KEYS : most(), nowNanos);
    }

    /** The same window with room for all it may have to count. */
    Windows larger() {
      return new Windows(edges, before, most(), startNanos);
    }

    boolean needsMore() {
      return running.capacity() < most();
    }

    private int most() {
      return edges.crowded() + 1;
    }

    int distinct() {
      return Math.max(before.count(), running.count());
    }
  }

  private volatile Windows windows;
  private volatile Tier tier = Tier.FEW;

  /**
   * @param nowNanos the monotonic clock's time, as in every other call
   */
  public TierMonitor(TierEdges edges, long nowNanos) {
    this.windows = new Windows(edges, new DistinctKeys(1), FIRST_KEYS, nowNanos);
  }

  /**
   * Takes note of a tenant.
   *
   * @param key the tenant's seeded hash, see {@link io.heddle.sampler.labels.SeededHash}
   */
  public void observe(long key) {
    Windows now = windows;
    boolean isNew = now.running.add(key);
    if (now.needsMore() && now.running.isFull()) {
      grow(now);
    }
    // Whoever replaced the window copies what is in it after that: what came too late for the copy
    // finds the new one here.
    Windows latest = windows;
    if (latest != now) {
      isNew |= latest.running.add(key);
    }
    if (isNew && latest.edges.next(tier, latest.distinct()) != tier) {
      settle();
    }
  }

  private synchronized void grow(Windows full) {
    if (windows == full) {
      Windows larger = full.larger();
      windows = larger;
      larger.running.addAll(full.running);
    }
  }

  /** The tier of now. */
  public Tier tier() {
    return tier;
  }

  /** Distinct tenants met lately: exact up to the top edge, and one more than it beyond. */
  public int distinct() {
    return windows.distinct();
  }

  /** Where the tiers begin. */
  public TierEdges edges() {
    return windows.edges;
  }

  /**
   * Ends the window if it is over; to be called now and then, at least once a window, by whoever
   * keeps time. A clock that went backwards changes nothing.
   */
  public synchronized void advance(long nowNanos) {
    Windows now = windows;
    if (nowNanos - now.startNanos >= now.edges.window().toNanos()) {
      windows = now.next(now.edges, nowNanos);
    }
    settle();
  }

  /** Puts other edges in force; counting begins anew, and the tier stays until it is known. */
  public synchronized void change(TierEdges edges, long nowNanos) {
    if (!edges.equals(windows.edges)) {
      windows = windows.next(edges, nowNanos);
      settle();
    }
  }

  /** Under the lock, so that two threads that cross two edges leave the higher tier. */
  private synchronized void settle() {
    Windows now = windows;
    tier = now.edges.next(tier, now.distinct());
  }
}
