package io.heddle.exporter.telemetry.metrics;

import io.heddle.sampler.labels.TenantLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Requests, errors and seconds by tenant: a family of its own beside the usual series, so that
 * tenants add to their number and never multiply it.
 *
 * <p>Any thread records; for a known tenant nothing is allocated and nobody waits. Bound: the
 * budget of the {@link TenantLabels}, and one reference for each tenant up to the highest index
 * kept.
 */
public final class TenantMetrics {
  private final TenantLabels labels;
  private final IntFunction<String> names;
  private final TenantCells other = new TenantCells(LabelValues.OTHER);

  /**
   * Cells by tenant. Replaced by a longer copy under the lock and stored anew after a slot is
   * filled; who reads an older array finds null there, and then looks under the lock.
   */
  private volatile TenantCells[] cells = new TenantCells[64];

  TenantMetrics(TenantLabels labels, IntFunction<String> names) {
    this.labels = labels;
    this.names = names;
  }

  /** Counts one request served for a tenant. */
  public void recordHttp(int tenant, boolean error, long durationNanos) {
    cellsOf(tenant).count(TenantCells.HTTP_REQUESTS, error, durationNanos);
  }

  /** Counts one database operation on behalf of a tenant. */
  public void recordDb(int tenant, boolean error, long durationNanos) {
    cellsOf(tenant).count(TenantCells.DB_OPERATIONS, error, durationNanos);
  }

  /** Every label value's cells, {@code ~other} last. */
  List<TenantCells> all() {
    List<TenantCells> all = new ArrayList<>();
    for (TenantCells own : cells) {
      if (own != null && own != other) {
        all.add(own);
      }
    }
    all.add(other);
    return all;
  }

  TenantLabels labels() {
    return labels;
  }

  private TenantCells cellsOf(int tenant) {
    if (!labels.keeps(tenant)) {
      return other;
    }
    TenantCells[] known = cells;
    TenantCells own = tenant < known.length ? known[tenant] : null;
    return own != null ? own : admit(tenant);
  }

  private synchronized TenantCells admit(int tenant) {
    TenantCells[] known = cells;
    if (tenant >= known.length) {
      known = Arrays.copyOf(known, Math.max(tenant + 1, known.length * 2));
    }
    if (known[tenant] == null) {
      String name = names.apply(tenant);
      // A tenant index may itself stand for "all others": one series, or the page is malformed.
      known[tenant] =
          name == null || name.equals(LabelValues.OTHER) ? other : new TenantCells(name);
      cells = known;
    }
    return known[tenant];
  }
}
