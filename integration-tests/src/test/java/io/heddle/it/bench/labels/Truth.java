package io.heddle.it.bench.labels;

import io.heddle.it.bench.labels.traffic.LateTenant;
import io.heddle.it.bench.labels.traffic.Scale;
import io.heddle.it.bench.labels.traffic.Traffic;
import io.heddle.it.bench.labels.traffic.Workload;
import java.util.Arrays;
import java.util.List;

/**
 * What really was asked: each tenant's requests in the last ten minutes, and those of the tenants
 * that came late.
 */
final class Truth {
  private final int[] inWindow;
  private final int[] heaviestFirst;
  private final long[] late;
  private long windowEvents;

  private Truth(Traffic traffic) {
    inWindow = new int[traffic.tenants()];
    late = new long[traffic.late().size()];
    heaviestFirst = new int[inWindow.length];
  }

  static Truth of(Workload workload, Scale scale) {
    Traffic traffic = workload.traffic(scale);
    Truth truth = new Truth(traffic);
    truth.count(traffic, scale);
    truth.sort();
    return truth;
  }

  private void count(Traffic traffic, Scale scale) {
    List<LateTenant> lateTenants = traffic.late();
    int firstLate = lateTenants.isEmpty() ? Integer.MAX_VALUE : lateTenants.get(0).tenant();
    for (long event = 0; event < scale.events(); event++) {
      long micros = scale.microsOf(event);
      int tenant = traffic.next(micros);
      if (tenant >= firstLate) {
        late[tenant - firstLate]++;
      }
      if (micros >= scale.windowMicros()) {
        windowEvents++;
        if (tenant != Traffic.ONE_OFF) {
          inWindow[tenant]++;
        }
      }
    }
  }

  /** One long a tenant, the requests above the number, so that nothing is boxed to be sorted. */
  private void sort() {
    long[] keys = new long[inWindow.length];
    for (int tenant = 0; tenant < keys.length; tenant++) {
      keys[tenant] = (long) inWindow[tenant] << 32 | tenant;
    }
    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      heaviestFirst[i] = (int) keys[keys.length - 1 - i];
    }
  }

  /** All requests of the last ten minutes. */
  long windowEvents() {
    return windowEvents;
  }

  /** A tenant's requests in the last ten minutes. */
  int inWindow(int tenant) {
    return inWindow[tenant];
  }

  /** The tenant of that rank, from 0, in the last ten minutes. */
  int heaviest(int rank) {
    return heaviestFirst[rank];
  }

  /** How many tenants there are, the silent ones included. */
  int tenants() {
    return inWindow.length;
  }

  /** The requests of all tenants that came late. */
  long lateEvents() {
    return Arrays.stream(late).sum();
  }

  /**
   * The share of the last ten minutes that somebody attributes who knows beforehand which tenants
   * will be the heaviest in them, and gives these a label for all the time.
   */
  double clairvoyantShare(int cap) {
    long attributed = 0;
    for (int rank = 0; rank < Math.min(cap - 1, tenants()); rank++) {
      attributed += inWindow[heaviestFirst[rank]];
    }
    return (double) attributed / windowEvents;
  }
}
