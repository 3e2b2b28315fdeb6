package io.heddle.agent;

import io.heddle.agent.tenant.Tenant;
import io.heddle.sampler.labels.LabelChange;
import io.heddle.sampler.labels.LabelEvents;

/** Tells whoever debugs which tenant got a label, or lost it, and why. */
final class LabelLog implements LabelEvents<Tenant> {
  private final StartupLog log;

  LabelLog(StartupLog log) {
    this.log = log;
  }

  @Override
  public void changed(Tenant tenant, LabelChange change, double weight) {
    log.debug(
        tenant
            + (change.isGain() ? " has a label because " : " has no label any more because ")
            + change.because()
            + "; it weighs "
            + Math.round(weight)
            + " recent operations");
  }
}
