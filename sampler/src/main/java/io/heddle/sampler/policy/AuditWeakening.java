package io.heddle.sampler.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * By what a policy records less than the one before: what an auditor should read first about a
 * change of policy. In doubt it says so: rules may overlap in ways that only operations show.
 */
public final class AuditWeakening {
  private AuditWeakening() {}

  /** The keys of the policy file by which {@code now} records or shows less; often none. */
  public static List<String> between(Policy before, Policy now) {
    List<String> keys = new ArrayList<>();
    if (before.audit().isEnabled() && !now.audit().isEnabled()) {
      keys.add("audit.enabled");
    }
    if (before.audit().recordsReads() && !now.audit().recordsReads()) {
      keys.add("audit.reads");
    }
    Guarantee promised = now.audit().guarantee();
    if (Guarantee.stronger(before.audit().guarantee(), promised) != promised) {
      keys.add("audit.guarantee");
    }
    if (before.audit().keepsDetail() && !now.audit().keepsDetail()) {
      keys.add("audit.detail");
    }
    if (!before.audit().sealsActors() && now.audit().sealsActors()) {
      keys.add("audit.actors");
    }
    if (mayRecordLess(before.audit().rules(), now.audit().rules())) {
      keys.add("audit.rules");
    }
    if (!now.audit().functions().containsAll(before.audit().functions())) {
      keys.add("audit.functions");
    }
    if (!before.redaction().hidesActors() && now.redaction().hidesActors()) {
      keys.add("redaction.actors");
    }
    if (!before.redaction().targets().containsAll(now.redaction().targets())) {
      keys.add("redaction.targets");
    }
    return keys;
  }

  /**
   * A rule that skips is new, one that records is gone, or what is left stands in another order.
   */
  private static boolean mayRecordLess(List<AuditRule> before, List<AuditRule> now) {
    for (AuditRule rule : now) {
      if (!rule.records() && !before.contains(rule)) {
        return true;
      }
    }
    for (AuditRule rule : before) {
      if (rule.records() && !now.contains(rule)) {
        return true;
      }
    }
    List<AuditRule> keptBefore = before.stream().filter(now::contains).toList();
    List<AuditRule> keptNow = now.stream().filter(before::contains).toList();
    return !keptBefore.equals(keptNow);
  }
}
