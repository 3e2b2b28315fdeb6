package io.heddle.command.sidecar;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sidecar's series, read from the drain when they are asked for. */
final class SidecarMetrics extends Collector {
  private final Drain drain;
  private final DrainHealth health;
  private final Sidecar sidecar;
  private final Clock clock;

  SidecarMetrics(Drain drain, DrainHealth health, Sidecar sidecar, Clock clock) {
    this.drain = drain;
    this.health = health;
    this.sidecar = sidecar;
    this.clock = clock;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Drain.Totals totals = drain.totals();
    List<MetricFamilySamples> families = new ArrayList<>();
    counter(families, "heddle_archive_records", "Records archived.", totals.records());
    counter(
        families,
        "heddle_archive_duplicates",
        "Records read again and passed over.",
        totals.duplicates());
    counter(
        families,
        "heddle_archive_conflicts",
        "Records whose key was already taken by a different record.",
        totals.conflicts());
    counter(
        families,
        "heddle_spool_losses",
        "Operations captured by an agent but never spooled.",
        totals.losses());
    counter(
        families,
        "heddle_spool_damages",
        "Stretches of the spool that could not be read.",
        totals.damages());
    counter(
        families, "heddle_archive_segments_sealed", "Segments sealed.", totals.sealedSegments());
    counter(
        families,
        "heddle_archive_segments_pruned",
        "Segments removed because they were beyond the limits of age or size.",
        totals.prunedSegments());
    counter(families, "heddle_archive_drain_errors", "Drains that have failed.", health.errors());
    gauge(
        families,
        "heddle_spool_backlog_bytes",
        "Disk that the spools take, in whole segments: each goes once all of it is archived.",
        health.backlogBytes());
    if (totals.lastRecordEpochMicros() > 0) {
      double age = clock.millis() / 1e3 - totals.lastRecordEpochMicros() / 1e6;
      gauge(
          families,
          "heddle_archive_last_record_age_seconds",
          "Time since the newest archived operation began.",
          Math.max(0, age));
    }
    families.add(states());
    return families;
  }

  private MetricFamilySamples states() {
    GaugeMetricFamily states =
        new GaugeMetricFamily(
            "heddle_sidecar_state", "1 for the state the sidecar is in.", List.of("state"));
    Sidecar.State now = sidecar.state();
    for (Sidecar.State state : Sidecar.State.values()) {
      states.addMetric(List.of(state.name().toLowerCase(Locale.ROOT)), state == now ? 1 : 0);
    }
    return states;
  }

  private static void counter(
      List<MetricFamilySamples> families, String name, String help, double value) {
    families.add(new CounterMetricFamily(name, help, value));
  }

  private static void gauge(
      List<MetricFamilySamples> families, String name, String help, double value) {
    families.add(new GaugeMetricFamily(name, help, value));
  }
}
