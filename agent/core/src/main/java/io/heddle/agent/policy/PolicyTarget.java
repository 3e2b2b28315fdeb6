package io.heddle.agent.policy;

import io.heddle.sampler.policy.Policy;

/** A part that has to be told of a policy, because it keeps what it has made of the one before. */
@FunctionalInterface
public interface PolicyTarget {
  /** From now on {@code now} holds; called by one thread, with the one before. */
  void change(Policy before, Policy now);
}
