package io.heddle.sampler.labels;

import java.util.Arrays;

/**
 * A plain cap: the first {@code budget - 1} tenants that ask keep a label, for good; everyone else
 * shares {@code ~other}.
 *
 * <p>Bound: one byte for each tenant below {@code capacity}. A tenant from there on is folded and
 * not remembered, so {@link #folded} does not count it.
 */
public final class LabelCap implements TenantLabels {
  private static final byte KEPT = 1;
  private static final byte FOLDED = 2;

  private final int budget;
  private final int capacity;

  /**
   * What was decided about each tenant; 0 for nothing yet. Written under the lock, and stored anew
   * after each write, which orders the byte before whatever reads the field next. A reader that has
   * an older array, or an older byte of it, sees 0 at worst, and then asks under the lock.
   */
  private volatile byte[] decisions;

  private volatile int kept;
  private volatile int folded;

  /**
   * @param budget the most labels, {@code ~other} included; raised to 1, with which nobody is kept
   * @param capacity how many tenants there can be
   */
  public LabelCap(int budget, int capacity) {
    this.budget = Math.max(1, budget);
    this.capacity = Math.max(0, capacity);
    this.decisions = new byte[Math.min(this.capacity, 1024)];
  }

  @Override
  public boolean keeps(int tenant) {
    byte[] known = decisions;
    byte decision = tenant < known.length ? known[tenant] : 0;
    return decision == 0 ? decide(tenant) : decision == KEPT;
  }

  @Override
  public int kept() {
    return kept;
  }

  @Override
  public int folded() {
    return folded;
  }

  @Override
  public int budget() {
    return budget;
  }

  /** A lock rather than a race: each tenant comes here once, and no slot is lent to two. */
  private synchronized boolean decide(int tenant) {
    if (tenant >= capacity) {
      return false;
    }
    byte[] known = decisions;
    if (tenant >= known.length) {
      int doubled = (int) Math.min(capacity, 2L * Math.max(tenant, known.length));
      known = Arrays.copyOf(known, Math.max(doubled, tenant + 1));
    }
    if (known[tenant] == 0) {
      boolean hasRoom = kept < budget - 1;
      known[tenant] = hasRoom ? KEPT : FOLDED;
      if (hasRoom) {
        kept = kept + 1;
      } else {
        folded = folded + 1;
      }
      decisions = known;
    }
    return known[tenant] == KEPT;
  }
}
