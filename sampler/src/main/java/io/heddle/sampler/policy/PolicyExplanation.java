package io.heddle.sampler.policy;

import io.heddle.sampler.traces.TraceWeight;

/** What a policy means for one tenant, in sentences. */
public final class PolicyExplanation {
  private PolicyExplanation() {}

  /** A line about the policy itself, one about the tenant's label and one about its traces. */
  public static String of(Policy policy, String tenant) {
    return revision(policy) + "\n" + label(policy, tenant) + "\n" + traces(policy, tenant);
  }

  private static String revision(Policy policy) {
    return policy.revision() == 0
        ? "policy: there is no policy file; the settings hold."
        : "policy: revision " + policy.revision() + ".";
  }

  private static String label(Policy policy, String tenant) {
    if (policy.labels().strict()) {
      return "policy: labels are strict: "
          + (policy.tenant(tenant).isPinned() ? "it is pinned, but " : "")
          + "above "
          + policy.tiers().crowded()
          + " tenants nobody has one.";
    }
    if (policy.tenant(tenant).isPinned()) {
      return "policy: it is pinned: it has a label whatever it weighs.";
    }
    return "policy: it is not pinned: it has a label if it is among the heaviest "
        + (policy.labels().budget() - 1)
        + " tenants.";
  }

  private static String traces(Policy policy, String tenant) {
    TraceWeight weight = policy.tenant(tenant).traces();
    if (weight.equals(TraceWeight.ALWAYS)) {
      return "policy: its traces are always kept while the budget lasts.";
    }
    if (weight.equals(TraceWeight.NEVER)) {
      return "policy: its traces are kept only if they fail or are slow.";
    }
    return weight.equals(TraceWeight.NORMAL)
        ? "policy: its traces have their part of "
            + policy.traces().tracesPerSecond()
            + " a second, like everybody's."
        : "policy: its traces have their part of the budget " + weight + ".";
  }
}
