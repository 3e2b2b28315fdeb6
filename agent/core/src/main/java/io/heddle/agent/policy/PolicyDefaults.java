package io.heddle.agent.policy;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.HostPatterns;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What holds where the policy says nothing: the settings, and the defaults of each part. */
public final class PolicyDefaults {
  private PolicyDefaults() {}

  /**
   * The policy of revision 0.
   *
   * @param log takes a sentence about a setting out of range
   */
  public static Policy of(Settings settings, Consumer<String> log) {
    return new Policy(
        0,
        TierEdges.DEFAULT,
        LabelRules.DEFAULT.withBudget(labels(settings.count(Setting.LABELS_BUDGET), log)),
        TraceRules.DEFAULT.withBudget(
            Math.min(TraceRules.MOST_TRACES_PER_SECOND, settings.count(Setting.TRACES_BUDGET))),
        Map.of(),
        new AuditRules(
            true, settings.flag(Setting.AUDIT_READS), List.of(), guarantee(settings, log)),
        Redaction.NONE,
        new HeaderRules(
            settings.list(Setting.TENANT_HEADERS),
            new HostPatterns(settings.list(Setting.TENANT_PROPAGATION_HOSTS))));
  }

  private static int labels(int most, Consumer<String> log) {
    int budget = Math.max(1, Math.min(most, LabelRules.MOST_LABELS));
    if (budget != most) {
      log.accept(
          Setting.LABELS_BUDGET.key()
              + " is "
              + most
              + "; expected from 1 to "
              + LabelRules.MOST_LABELS
              + "; using "
              + budget);
    }
    return budget;
  }

  /** Null where nothing more is promised, which loads nothing. */
  private static Guarantee guarantee(Settings settings, Consumer<String> log) {
    String name = settings.text(Setting.AUDIT_GUARANTEE);
    if (name.equals(Setting.AUDIT_GUARANTEE.defaultValue())) {
      return null;
    }
    try {
      return Guarantee.named(name);
    } catch (IllegalArgumentException unknown) {
      log.accept(
          Setting.AUDIT_GUARANTEE.key()
              + " is '"
              + name
              + "'; expected "
              + Guarantee.EXPECTED
              + "; using "
              + Guarantee.ASYNC);
      return null;
    }
  }
}
