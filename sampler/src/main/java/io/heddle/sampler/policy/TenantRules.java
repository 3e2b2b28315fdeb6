package io.heddle.sampler.policy;

import io.heddle.sampler.traces.TraceWeight;

/**
 * What a policy says about one tenant.
 *
 * @param isPinned whether it always has its label
 * @param traces how its traces compare with everybody else's
 */
public record TenantRules(boolean isPinned, TraceWeight traces) {
  /** Nothing is said. */
  public static final TenantRules NONE = new TenantRules(false, TraceWeight.NORMAL);
}
