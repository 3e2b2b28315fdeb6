package io.heddle.sampler.policy;

/** The policy in force. Any thread reads it; one thread at a time replaces it. */
public final class CurrentPolicy {
  /**
   * The one reference. Volatile, so that whoever sees a policy sees all of it; a reader keeps what
   * it has read for as long as its decision takes.
   */
  private volatile Policy policy;

  /** Begins with {@code first}. */
  public CurrentPolicy(Policy first) {
    this.policy = first;
  }

  /** The policy of now: one volatile read. */
  public Policy policy() {
    return policy;
  }

  /** Puts another policy in force. */
  public void replace(Policy next) {
    policy = next;
  }
}
