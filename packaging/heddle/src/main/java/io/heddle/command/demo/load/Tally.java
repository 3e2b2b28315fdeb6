package io.heddle.command.demo.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What the load's own side of the wire saw: the one account that owes nothing to Heddle. */
public final class Tally {
  private static final int MOST_SURPRISES = 5;

  private final Map<Intent, LongAdder> answered = new EnumMap<>(Intent.class);
  private final Map<String, LongAdder> byTenant = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> placedByTenant = new ConcurrentHashMap<>();
  private final LongAdder surprises = new LongAdder();
  private final ConcurrentLinkedQueue<String> firstSurprises = new ConcurrentLinkedQueue<>();

  /** Replaced while others add to it: one late answer may be missed, in what is only shown. */
  private volatile Latencies latencies = new Latencies();

  /** Nothing was answered yet. */
  public Tally() {
    for (Intent intent : Intent.values()) {
      answered.put(intent, new LongAdder());
    }
  }

  /** A request was answered, with whatever status. */
  public void answered(Intent intent, String tenant, int status, long micros) {
    answered.get(intent).increment();
    byTenant.computeIfAbsent(tenant, name -> new LongAdder()).increment();
    latencies.add(micros);
    if (status != intent.status) {
      surprised(intent + " of " + tenant + " was answered " + status + ", not " + intent.status);
    } else if (intent == Intent.PLACE) {
      placedByTenant.computeIfAbsent(tenant, name -> new LongAdder()).increment();
    }
  }

  /** Something happened that the load did not mean to cause. */
  public void surprised(String what) {
    surprises.increment();
    if (firstSurprises.size() < MOST_SURPRISES) {
      firstSurprises.add(what);
    }
  }

  /** How many requests of these intents were answered. */
  public long count(Intent... intents) {
    long count = 0;
    for (Intent intent : intents) {
      count += answered.get(intent).sum();
    }
    return count;
  }

  /** How many requests were answered. */
  public long requests() {
    return count(Intent.values());
  }

  /** How many of them asked for a change. */
  public long mutatingRequests() {
    long count = 0;
    for (Intent intent : Intent.values()) {
      count += intent.isMutating() ? count(intent) : 0;
    }
    return count;
  }

  /** Requests answered, by tenant. */
  public Map<String, Long> requestsByTenant() {
    return sums(byTenant);
  }

  /** Orders placed, by tenant; a tenant without any is left out. */
  public Map<String, Long> placedByTenant() {
    return sums(placedByTenant);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> adders) {
    Map<String, Long> sums = new TreeMap<>();
    adders.forEach((tenant, adder) -> sums.put(tenant, adder.sum()));
    return Collections.unmodifiableMap(sums);
  }

  /** How many answers, or lacks of one, were not as intended. */
  public long surprises() {
    return surprises.sum();
  }

  /** The first few of them, a line each. */
  public List<String> firstSurprises() {
    return new ArrayList<>(firstSurprises);
  }

  /** How long the answers took since this was last asked. */
  public Latencies takeLatencies() {
    Latencies taken = latencies;
    latencies = new Latencies();
    return taken;
  }
}
