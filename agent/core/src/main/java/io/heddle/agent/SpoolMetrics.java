package io.heddle.agent;

import io.heddle.audit.spool.LossReason;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.exporter.telemetry.metrics.Metrics;
import java.util.Locale;

/** Shows what the spool has taken and what it could not; runs with the first page. */
final class SpoolMetrics implements Runnable {
  private final SpoolWriter spool;
  private final Metrics metrics;

  SpoolMetrics(SpoolWriter spool, Metrics metrics) {
    this.spool = spool;
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
  }
}
