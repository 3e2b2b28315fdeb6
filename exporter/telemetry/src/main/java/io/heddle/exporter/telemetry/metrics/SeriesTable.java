package io.heddle.exporter.telemetry.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The series of one family by the values of their labels.
 *
 * <p>Bound: {@code capacity} series, none of which is ever dropped; what is beyond shares one
 * overflow series. Finding a known series takes no lock and allocates nothing: slots are probed in
 * turn and only ever filled. The array publishes safely what it is given.
 */
final class SeriesTable {
  private final AtomicReferenceArray<DurationSeries> slots;
  private final int capacity;
  private final boolean hasExemplars;
  private final DurationSeries overflow;
  private volatile int size;

  /**
   * @param capacity the most series, the one for overflow not counted
   */
  SeriesTable(int capacity, boolean hasExemplars) {
    this.capacity = capacity;
    this.hasExemplars = hasExemplars;
    this.overflow = new DurationSeries(LabelValues.OVERFLOW, hasExemplars);
    // At most half full, so that a probe ends soon and always.
    this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(capacity) * 4);
  }

  DurationSeries series(String first, String second, int status, String errorType) {
    int mask = slots.length() - 1;
    int slot = LabelValues.hash(first, second, status, errorType) & mask;
    DurationSeries series = slots.get(slot);
    while (series != null) {
      if (series.labels.are(first, second, status, errorType)) {
        return series;
      }
      slot = slot + 1 & mask;
      series = slots.get(slot);
    }
    return size == capacity
        ? overflow
        : add(slot, new LabelValues(first, second, status, errorType));
  }

  /** Every series, in no promised order; the one for overflow once the table is full. */
  List<DurationSeries> all() {
    List<DurationSeries> all = new ArrayList<>();
    for (int i = 0; i < slots.length(); i++) {
      DurationSeries series = slots.get(i);
      if (series != null) {
        all.add(series);
      }
    }
    if (size == capacity) {
      all.add(overflow);
    }
    return all;
  }

  /** How many operations all series have counted, those beyond the capacity included. */
  long operations() {
    long sum = 0;
    for (DurationSeries series : all()) {
      sum += series.operations();
    }
    return sum;
  }

  /** Adds a series at the first free slot from {@code slot} on, unless somebody was faster. */
  private synchronized DurationSeries add(int slot, LabelValues labels) {
    int mask = slots.length() - 1;
    DurationSeries series = slots.get(slot);
    while (series != null) {
      if (series.labels.equals(labels)) {
        return series;
      }
      slot = slot + 1 & mask;
      series = slots.get(slot);
    }
    if (size == capacity) {
      return overflow;
    }
    series = new DurationSeries(labels, hasExemplars);
    slots.set(slot, series);
    size = size + 1;
    return series;
  }
}
