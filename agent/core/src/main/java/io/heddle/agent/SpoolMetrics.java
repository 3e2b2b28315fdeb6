package io.heddle.agent;

import io.heddle.agent.audit.AuditSink;
import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.SyncFailure;
import io.heddle.audit.spool.SyncTimes;
import io.heddle.exporter.telemetry.metrics.Metrics;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Shows what the spool has taken and what it could not; runs with the first page. */
final class SpoolMetrics implements Runnable {
  private static final double NANOS_A_SECOND = 1e9;

  private final SpoolWriter spool;
  private final AuditSink audit;
  private final Metrics metrics;

  SpoolMetrics(SpoolWriter spool, AuditSink audit, Metrics metrics) {
    this.spool = spool;
    this.audit = audit;
    this.metrics = metrics;
  }

  @Override
  public void run() {
    metrics.counter(
        "heddle_audit_records_total",
        "Records written to the spool.",
        () -> spool.statistics().records());
    metrics.gauge(
        "heddle_audit_spool_bytes",
        "Disk that this run's spool takes.",
        () -> spool.statistics().diskBytes());
    for (LossReason reason : LossReason.values()) {
      metrics.counter(
          "heddle_audit_records_lost_total",
          "Operations that could not be written to the spool, by reason.",
          "reason",
          reason.name().toLowerCase(Locale.ROOT),
          () -> spool.lost(reason));
    }
    metrics.counter(
        "heddle_audit_syncs_total",
        "Times a file of the spool was made durable, as a guarantee of the policy asks.",
        () -> syncTimes(SyncTimes::syncs));
    metrics.counter(
        "heddle_audit_sync_waits_total",
        "Times a commit waited until its records were durable.",
        () -> syncTimes(SyncTimes::waits));
    metrics.counter(
        "heddle_audit_sync_wait_seconds_total",
        "How long commits waited until their records were durable.",
        () -> syncTimes(SyncTimes::waitNanos) / NANOS_A_SECOND);
    metrics.gauge(
        "heddle_audit_sync_longest_wait_seconds",
        "The longest that a commit has waited so.",
        () -> syncTimes(SyncTimes::longestNanos) / NANOS_A_SECOND);
    metrics.counter(
        "heddle_audit_sync_wait_micros_total",
        "Deprecated for heddle_audit_sync_wait_seconds_total; the same in microseconds.",
        () -> syncTimes(SyncTimes::waitNanos) / 1_000);
    metrics.gauge(
        "heddle_audit_sync_longest_wait_micros",
        "Deprecated for heddle_audit_sync_longest_wait_seconds; the same in microseconds.",
        () -> syncTimes(SyncTimes::longestNanos) / 1_000);
    metrics.counter(
        "heddle_audit_refused_commits_total",
        "Commits refused because they could not be recorded and the policy is fail-closed.",
        () -> audit.durable() == null ? 0 : audit.durable().refused());
    for (SyncFailure reason : SyncFailure.values()) {
      metrics.counter(
          "heddle_audit_sync_failures_total",
          "Commits whose records are not known to be durable, refused or not, by reason.",
          "reason",
          reason.name().toLowerCase(Locale.ROOT),
          () -> audit.durable() == null ? 0 : audit.durable().failures(reason));
    }
  }

  /** 0 while nobody has asked for anything to be durable. */
  private long syncTimes(ToLongFunction<SyncTimes> value) {
    SyncTimes times = spool.syncTimes();
    return times == null ? 0 : value.applyAsLong(times);
  }
}
