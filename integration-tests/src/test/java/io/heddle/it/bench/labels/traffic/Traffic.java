package io.heddle.it.bench.labels.traffic;

import java.util.List;

/** Requests one after the other. One thread. */
public interface Traffic {
  /** Stands for an ID that nobody has had before and nobody will have again. */
  int ONE_OFF = -1;

  /**
   * Whose request comes next.
   *
   * @param micros simulated time since the beginning, never less than before
   * @return a tenant below {@link #tenants}, or {@link #ONE_OFF}
   */
  int next(long micros);

  /** How many tenants there are, those that come later included. */
  int tenants();

  /** Tenants with at least 1 % of all requests that are not there from the beginning. */
  default List<LateTenant> late() {
    return List.of();
  }
}
