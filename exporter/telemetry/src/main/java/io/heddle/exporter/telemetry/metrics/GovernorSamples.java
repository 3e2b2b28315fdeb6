package io.heddle.exporter.telemetry.metrics;

import static io.heddle.exporter.telemetry.metrics.SeriesCollector.single;

import io.heddle.sampler.labels.LabelChange;
import io.heddle.sampler.labels.LabelStatus;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the label governor tells about itself. */
final class GovernorSamples {
  private GovernorSamples() {}

  static void addTo(List<MetricFamilySamples> families, LabelStatus status) {
    families.add(
        single(
            "heddle_tenant_labels_kept",
            Type.GAUGE,
            "Tenants that have a label of their own.",
            status.labels()));
    families.add(
        single(
            "heddle_tenant_labels_budget",
            Type.GAUGE,
            "The most values the label tenant can have at a time, ~other included.",
            status.budget()));
    families.add(
        single(
            "heddle_tenants_observed",
            Type.GAUGE,
            "Distinct tenants met of late: exact up to the top tier's edge, one more beyond.",
            status.distinct()));
    families.add(
        single(
            "heddle_tenant_tier",
            Type.GAUGE,
            "How crowded that is: 0 few, 1 many, 2 more than labels can be afforded for.",
            status.tier().ordinal()));
    families.add(
        single(
            "heddle_tenant_labels_unattributed_ratio",
            Type.GAUGE,
            "The share of recent operations, by weight, that count as ~other.",
            status.unlabelledShare()));
    families.add(
        single(
            "heddle_tenant_labels_largest_folded",
            Type.GAUGE,
            "No tenant in ~other weighs more than this many recent operations.",
            status.mostUnlabelled()));
    families.add(
        single(
            "heddle_tenant_labels_smallest_kept",
            Type.GAUGE,
            "What the lightest label that is not pinned weighs, in recent operations.",
            status.leastLabelled()));
    families.add(
        single(
            "heddle_tenant_labels_unranked_total",
            Type.COUNTER,
            "Operations that were counted, but came too fast to be ranked.",
            status.unranked()));
    families.add(
        single(
            "heddle_tenant_labels_shown_total",
            Type.COUNTER,
            "Labels given since the start, those lost again included: the series of each stay active"
                + " in a scraper for a while.",
            shown(status)));
    families.add(changes("heddle_tenant_labels_gained_total", "gained", true, status));
    families.add(changes("heddle_tenant_labels_lost_total", "lost", false, status));
  }

  private static long shown(LabelStatus status) {
    long shown = 0;
    for (LabelChange change : LabelChange.values()) {
      shown += change.isGain() ? status.changes().getOrDefault(change, 0L) : 0;
    }
    return shown;
  }

  /** Every reason, those that have not happened included: an alert can be written on them. */
  private static MetricFamilySamples changes(
      String name, String verb, boolean gains, LabelStatus status) {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    for (LabelChange change : LabelChange.values()) {
      if (change.isGain() == gains) {
        samples.add(
            new MetricFamilySamples.Sample(
                name,
                List.of("reason"),
                List.of(change.name().toLowerCase(Locale.ROOT)),
                status.changes().getOrDefault(change, 0L)));
      }
    }
    return new MetricFamilySamples(
        name, Type.COUNTER, "Labels that tenants " + verb + ", by reason.", samples);
  }
}
