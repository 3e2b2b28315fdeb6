package io.heddle.sampler.policy;

import java.time.Duration;

/**
 * How long work belongs to the request that handed it over.
 *
 * @param linger how long after the request's end such work still counts as the tenant's; zero: not
 *     at all
 */
public record ContextRules(Duration linger) {
  /** The defaults: ten minutes, so that a report of five is still its tenant's. */
  public static final ContextRules DEFAULT = new ContextRules(Duration.ofMinutes(10));
}
