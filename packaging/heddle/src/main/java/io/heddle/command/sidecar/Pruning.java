package io.heddle.command.sidecar;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.privacy.UnusedKeys;
import io.heddle.audit.archive.retention.ClockGuard;
import io.heddle.audit.archive.retention.PrunePlan;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Keeps the archive within its limits: looks at once, and then every {@link #PERIOD}. A failure is
 * logged and stops no archiving; the next period tries again.
 *
 * <p>The draining thread runs it; any thread reads the count.
 */
final class Pruning {
  /** Segments are an hour long at most, so to look more often would find nothing. */
  static final Duration PERIOD = Duration.ofHours(1);

  private static final Logger LOG = LogManager.getLogger(Pruning.class);

  private final Retention retention;
  private final UnusedKeys keys;
  private final ClockGuard guard;
  private final RetentionPolicy policy;
  private final Clock clock;
  private long dueMillis = Long.MIN_VALUE;

  /** Written by the draining thread alone. */
  private volatile long segments;

  Pruning(Path home, RetentionPolicy policy, Clock clock) {
    this.retention = new Retention(home);
    this.keys = new UnusedKeys(home);
    this.guard = new ClockGuard(new ArchiveHome(home));
    this.policy = policy;
    this.clock = clock;
  }

  static Pruning of(Path home, Settings settings) {
    RetentionPolicy policy =
        new RetentionPolicy(
            settings.millis(Setting.ARCHIVE_KEEP_AGE), settings.bytes(Setting.ARCHIVE_KEEP_BYTES));
    return new Pruning(home, policy, Clock.systemUTC());
  }

  /**
   * Prunes if the period is over; a clock that is set back only shortens the wait.
   *
   * @return whether it was over
   */
  boolean runIfDue() {
    long now = clock.millis();
    boolean isDue = now >= dueMillis || now < dueMillis - PERIOD.toMillis();
    if (policy.isEverything() || !isDue) {
      return false;
    }
    dueMillis = now + PERIOD.toMillis();
    try {
      PrunePlan plan = retention.prune(plausible(now * 1_000), now * 1_000, "sidecar");
      segments += plan.pruned().size();
      for (PrunePlan.Step step : plan.pruned()) {
        LOG.info(
            "pruned segment {}: {} records, {}",
            step.segment().number(),
            step.segment().records(),
            step.reason());
      }
      int unused = keys.remove("sidecar", now * 1_000);
      if (unused > 0) {
        LOG.info("removed {} keys of tenants: nothing sealed with them is left", unused);
      }
    } catch (ArchiveException failure) {
      LOG.error("pruning failed, next try in {} min: {}", PERIOD.toMinutes(), failure.getMessage());
    }
    return true;
  }

  /** Without the limit of age while the clock seems to have jumped: everything would be old. */
  private RetentionPolicy plausible(long nowMicros) throws ArchiveException {
    Optional<String> refusal =
        policy.keepMillis() == 0 ? Optional.empty() : guard.refusal(nowMicros, ClockGuard.AT_WORK);
    refusal.ifPresent(
        why ->
            LOG.error(
                "nothing is pruned for its age: {}. If it is right: heddle audit prune --force",
                why));
    return refusal.isPresent() ? policy.bySizeAlone() : policy;
  }

  /** How many segments it has removed. */
  long segments() {
    return segments;
  }
}
