package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.peers.Contender;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Traffic;
import io.heddle.it.bench.labels.traffic.Workload;

/** One workload, and what is true of it; contenders are tried on it one after the other. */
final class Trial {
  private static final double VISIBLE = 0.9;

  private final Workload workload;
  private final Scale scale;
  private final int cap;
  private final Truth truth;
  private final TenantNames names;

  Trial(Workload workload, Scale scale, int cap) {
    this.workload = workload;
    this.scale = scale;
    this.cap = cap;
    this.truth = Truth.of(workload, scale);
    this.names = new TenantNames(truth.tenants());
  }

  Figures of(Contender contender) {
    long began = System.nanoTime();
    Traffic traffic = workload.traffic(scale);
    Observation observation =
        new Observation(contender.open(cap), truth, names, new Ledger(traffic, scale));
    observation.feed(traffic, scale);
    return figures(contender, observation, (System.nanoTime() - began) / 1e9);
  }

  private Figures figures(Contender contender, Observation observation, double seconds) {
    Ledger ledger = observation.ledger();
    int lateScrapes = ledger.scrapesUntilLabelled();
    return new Figures(
        workload.name(),
        contender.title(),
        recall(ledger, 100),
        recall(ledger, 1_000),
        (double) ledger.attributedInWindow() / truth.windowEvents(),
        truth.clairvoyantShare(cap),
        ledger.mostLabels(),
        ledger.totalError(),
        (double) ledger.lateAttributed() / truth.lateEvents(),
        lateScrapes == Integer.MAX_VALUE ? -1 : lateScrapes,
        ledger.swapsPerMinute(),
        observation.auditor().answers(),
        observation.auditor().wrong(),
        observation.releasedBytes(),
        seconds);
  }

  private double recall(Ledger ledger, int heaviest) {
    int visible = 0;
    int asked = Math.min(heaviest, truth.tenants());
    for (int rank = 0; rank < asked; rank++) {
      int tenant = truth.heaviest(rank);
      if (ledger.inWindow(names.of(tenant, 0)) >= VISIBLE * truth.inWindow(tenant)) {
        visible++;
      }
    }
    return (double) visible / asked;
  }
}
