package io.heddle.sampler.labels;

/**
 * Which tenants keep a label of their own; all others are counted together under {@code ~other}.
 *
 * <p>Any thread may ask. An answer about a known tenant takes no lock and allocates nothing.
 */
public interface TenantLabels {
  /**
   * Whether {@code tenant} keeps its own label. The first question about a tenant may admit it.
   *
   * <p>A tenant that is kept stays kept, at least until the next scrape begins: whoever counts may
   * look the tenant's counters up once and use them until then.
   *
   * @param tenant a dense index, from 0 up
   */
  boolean keeps(int tenant);

  /** How many tenants have a label of their own: always below the budget. */
  int kept();

  /** How many tenants were ever refused a label. */
  int folded();

  /** The most labels there can be, {@code ~other} included; at least 1. */
  int budget();
}
