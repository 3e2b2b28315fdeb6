package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.peers.Page;
import io.heddle.it.bench.labels.traffic.LateTenant;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads pages as a Prometheus would: what a cumulative series has when it first appears was counted
 * before anybody looked, and {@code increase()} does not see it; a value that fell began anew.
 */
final class Ledger implements Page {
  private static final class Series {
    private final int tenant;
    private long value;
    private long inWindow;
    private int page;

    Series(int tenant) {
      this.tenant = tenant;
    }
  }

  private final Map<String, Series> series = new HashMap<>();
  private final Scale scale;
  private final List<LateTenant> late;
  private final int firstLate;
  private final int[] scrapesUntilLabelled;
  private long lateAttributed;

  private int scrapes;
  private int pages;
  private long micros;
  private boolean isBaseline;
  private int labels;
  private int newLabels;
  private long shown;
  private long unread;

  private int mostLabels;
  private long compared;
  private long error;
  private long swaps;

  Ledger(Traffic traffic, Scale scale) {
    this.scale = scale;
    this.late = traffic.late();
    this.firstLate = late.isEmpty() ? Integer.MAX_VALUE : late.get(0).tenant();
    this.scrapesUntilLabelled = new int[late.size()];
  }

  /**
   * Begins a page; its series follow, then {@link #end}.
   *
   * @param events requests made since the page before
   */
  void begin(long micros, long events) {
    this.micros = micros;
    this.unread += events;
    this.isBaseline = false;
    this.labels = 0;
    this.newLabels = 0;
    this.shown = 0;
    scrapes++;
  }

  @Override
  public void cumulative(String label, long value) {
    Series known = series.get(label);
    if (known == null) {
      known = new Series(TenantNames.tenant(label));
      known.value = value;
      series.put(label, known);
      isBaseline = pages == 0;
      add(known, 0);
    } else {
      long increase = value >= known.value ? value - known.value : value;
      known.value = value;
      add(known, increase);
    }
  }

  @Override
  public void delta(String label, long value) {
    add(series.computeIfAbsent(label, name -> new Series(TenantNames.tenant(name))), value);
  }

  private void add(Series labelled, long increase) {
    labels++;
    shown += increase;
    if (pages == 0 || labelled.page != pages) {
      newLabels++;
    }
    labelled.page = pages + 1;
    if (labelled.tenant >= firstLate) {
      lateAttributed += increase;
      noteLabel(labelled.tenant - firstLate);
    }
    if (micros > scale.windowMicros()) {
      labelled.inWindow += increase;
    }
  }

  private void noteLabel(int lateIndex) {
    if (scrapesUntilLabelled[lateIndex] == 0) {
      long before = late.get(lateIndex).arrivalMicros() / scale.scrapeMicros();
      scrapesUntilLabelled[lateIndex] = (int) (scrapes - before);
    }
  }

  /** Ends a page; one without series was not exported at all. */
  void end() {
    if (labels == 0) {
      return;
    }
    if (!isBaseline) {
      compared += unread;
      error += Math.abs(shown - unread);
    }
    if (pages > 0) {
      swaps += newLabels;
    }
    mostLabels = Math.max(mostLabels, labels);
    unread = 0;
    pages++;
  }

  /** The most labels on one page. */
  int mostLabels() {
    return mostLabels;
  }

  /** How far, page by page, the sum over all labels was from what was asked; 0 is exact. */
  double totalError() {
    return (double) error / Math.max(1, compared);
  }

  /** Labels a minute that were not on the page before. */
  double swapsPerMinute() {
    return swaps * 60e6 / scale.endMicros();
  }

  /** Requests of the last ten minutes under that tenant's own label. */
  long inWindow(String tenant) {
    Series own = series.get(tenant);
    return own == null ? 0 : own.inWindow;
  }

  /** Requests of the last ten minutes under anybody's own label. */
  long attributedInWindow() {
    return series.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(OTHER))
        .mapToLong(entry -> entry.getValue().inWindow)
        .sum();
  }

  /** Requests of late tenants under their own labels. */
  long lateAttributed() {
    return lateAttributed;
  }

  /**
   * The most scrapes that a late tenant waited for its label; {@link Integer#MAX_VALUE} for ever.
   */
  int scrapesUntilLabelled() {
    int most = 0;
    for (int waited : scrapesUntilLabelled) {
      most = Math.max(most, waited == 0 ? Integer.MAX_VALUE : waited);
    }
    return most;
  }
}
