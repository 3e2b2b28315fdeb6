package io.heddle.it.bench.labels.peers;

import com.netflix.spectator.api.Clock;
import com.netflix.spectator.api.ManualClock;
import com.netflix.spectator.api.patterns.CardinalityLimiters;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Spectator's limiter by frequency. It keeps at most 100 values, whatever it is asked for, and
 * chooses anew every ten minutes. Its series tell what was added, as Atlas is told.
 */
final class Spectator implements Limiter {
  private final ManualClock clock = new ManualClock();
  private final Function<String, String> limiter;
  private final Map<String, long[]> added = new HashMap<>();

  Spectator(int cap) {
    this.limiter = mostFrequent(cap - 1, clock);
  }

  /** Its own tests' way in: the public one reads the time of day. */
  @SuppressWarnings("unchecked")
  private static Function<String, String> mostFrequent(int values, Clock clock) {
    try {
      Method method =
          CardinalityLimiters.class.getDeclaredMethod("mostFrequent", int.class, Clock.class);
      method.setAccessible(true);
      return (Function<String, String>) method.invoke(null, values, clock);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("not the release of Spectator that this was written for", e);
    }
  }

  @Override
  public void record(String tenant) {
    added.computeIfAbsent(limiter.apply(tenant), label -> new long[1])[0]++;
  }

  @Override
  public void scrape(long micros, boolean isLast, Page page) {
    added.forEach(
        (label, count) ->
            page.delta(label.equals(CardinalityLimiters.OTHERS) ? Page.OTHER : label, count[0]));
    added.clear();
    // It is a clock for a whole interval: coarser by far than the ten minutes that it measures.
    clock.setWallTime(TimeUnit.MICROSECONDS.toMillis(micros));
  }
}
