package io.heddle.sampler.labels;

import io.heddle.sampler.counters.StripedCounters;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Tenants that were met for the first time while there was room, on their way to a label. Who
 * counts takes no lock here, lest a request wait for a page.
 */
final class Arrivals<T> {
  private record Arrival<T>(T tenant, StripedCounters counters) {}

  private final AtomicInteger room;
  private final ConcurrentLinkedQueue<Arrival<T>> queue = new ConcurrentLinkedQueue<>();

  Arrivals(int room) {
    this.room = new AtomicInteger(room);
  }

  /** Takes a place, if there is one. Any thread. */
  boolean takePlace() {
    return room.get() > 0 && room.getAndDecrement() > 0;
  }

  /** Gives a place back that was taken for somebody who has one. */
  void giveBack() {
    room.incrementAndGet();
  }

  /** A tenant has taken a place and counts already. */
  void add(T tenant, StripedCounters counters) {
    queue.add(new Arrival<>(tenant, counters));
  }

  /** Hands over all that have come; under the lock of {@link TenantCounters}, as {@link #leave}. */
  void drain(BiConsumer<T, StripedCounters> taker) {
    for (Arrival<T> next = queue.poll(); next != null; next = queue.poll()) {
      taker.accept(next.tenant, next.counters);
    }
  }

  /** How many places there are from now on; whoever has just taken one may come on top of that. */
  void leave(int places) {
    room.set(places);
  }
}
