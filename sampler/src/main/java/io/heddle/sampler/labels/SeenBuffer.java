package io.heddle.sampler.labels;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Carries unlabelled tenants from the threads that meet them to the one that ranks them.
 *
 * <p>Any thread offers and none waits; one thread at a time drains. Bound: {@link #CAPACITY}
 * tenants for each stripe; what comes while a stripe is full is not carried, but counted, so that
 * the drain can give those it finds the weight of those it does not.
 */
final class SeenBuffer<T> {
  /** Between two drains, a quarter of a second apart: 16,000 unlabelled requests a second each. */
  static final int CAPACITY = 4_096;

  /** Told what was met, and for how much it stands. */
  interface Drain<T> {
    void seen(T tenant, double weight);
  }

  /** One thread's, mostly. */
  private static final class Stripe<T> {
    final AtomicReferenceArray<T> tenants = new AtomicReferenceArray<>(CAPACITY);
    final byte[] weights = new byte[CAPACITY];

    /** How often it was offered something. */
    final AtomicLong offered = new AtomicLong();

    /** Up to which offer it was drained; written by the drain, read by who offers. */
    volatile long drained;

    /** The offer that the last drain waited for; the drain's alone. */
    long awaited = -1;
  }

  private final Stripe<T>[] stripes;

  @SuppressWarnings({"unchecked", "rawtypes"})
  SeenBuffer() {
    int count =
        Math.min(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));
    stripes = new Stripe[count];
    for (int i = 0; i < count; i++) {
      stripes[i] = new Stripe<>();
    }
  }

  /**
   * @param weight from 1 to 127
   */
  void offer(T tenant, int weight) {
    Stripe<T> stripe = stripes[(int) Thread.currentThread().getId() & stripes.length - 1];
    long at = stripe.offered.getAndIncrement();
    if (at - stripe.drained < CAPACITY) {
      int slot = (int) at & CAPACITY - 1;
      stripe.weights[slot] = (byte) weight;
      // Release: whoever finds the tenant finds its weight.
      stripe.tenants.setRelease(slot, tenant);
    }
  }

  /**
   * Takes out what there is.
   *
   * @return how many offers had no room
   */
  long drain(Drain<T> drain) {
    long lost = 0;
    for (Stripe<T> stripe : stripes) {
      lost += drain(stripe, drain);
    }
    return lost;
  }

  private long drain(Stripe<T> stripe, Drain<T> drain) {
    long from = stripe.drained;
    long offered = stripe.offered.get();
    long carried = Math.min(offered - from, CAPACITY);
    if (carried == 0) {
      return 0;
    }
    boolean isFull = offered - from > CAPACITY;
    double share = (double) (offered - from) / carried;
    for (long at = from; at < from + carried; at++) {
      int slot = (int) at & CAPACITY - 1;
      T tenant = stripe.tenants.getAcquire(slot);
      if (tenant != null) {
        stripe.tenants.setPlain(slot, null);
        drain.seen(tenant, stripe.weights[slot] * share);
      } else if (!isFull && stripe.awaited != at) {
        // A thread has its number but has not stored yet: the next drain begins here. Once only,
        // for it may never store.
        stripe.awaited = at;
        stripe.drained = at;
        return 0;
      }
    }
    stripe.drained = offered;
    return offered - from - carried;
  }
}
