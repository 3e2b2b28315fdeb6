package io.heddle.it.bench.traces;

import io.heddle.it.bench.Options;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Started by {@code integration-tests/bench/traces}; exits with 1 if ours misses a target. */
public final class TracesBenchmark {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final int tenants;
  private final int rate;
  private final int budget;
  private final int minutes;
  private final double[] cumulated;

  private TracesBenchmark(Options options) {
    tenants = options.number("tenants");
    rate = options.number("rate");
    budget = options.number("budget");
    minutes = options.number("minutes");
    cumulated = new double[tenants];
    double sum = 0;
    for (int i = 0; i < tenants; i++) {
      sum += Math.pow(i + 1, -options.number("skew") / 100.0);
      cumulated[i] = sum;
    }
  }

  /** Runs all contenders on the same requests, once for each seed. */
  public static void main(String[] arguments) {
    Options options =
        Options.parse(
            arguments,
            "minutes=6",
            "seeds=3",
            "tenants=5000",
            "rate=10000",
            "budget=100",
            "skew=110");
    TracesBenchmark benchmark = new TracesBenchmark(options);
    List<Minutes> outcomes = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    double limit = 0;
    for (int seed = 1; seed <= options.number("seeds"); seed++) {
      limit = benchmark.run(seed, titles, outcomes);
    }
    boolean isMet = benchmark.print(titles, outcomes, limit);
    System.exit(isMet ? 0 : 1);
  }

  private List<TraceContender> contenders() {
    return List.of(
        new Heddle(tenants, budget),
        new Uniform(budget / (double) rate),
        new SourceTiers(),
        new EmaThroughput(budget));
  }

  /** The first minute of each run warms up. Returns the most that can be covered in a minute. */
  private double run(int seed, List<String> titles, List<Minutes> outcomes) {
    List<TraceContender> contenders = contenders();
    for (int i = outcomes.size(); i < contenders.size(); i++) {
      titles.add(contenders.get(i).title());
      outcomes.add(new Minutes());
    }
    SplittableRandom random = new SplittableRandom(seed);
    double limit = 0;
    long now = 0;
    for (int minute = 0; minute <= minutes; minute++) {
      BitSet seen = new BitSet();
      int requests = 0;
      while (true) {
        now += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / rate);
        if (now >= (minute + 1) * MINUTE_NANOS) {
          break;
        }
        requests++;
        int tenant = tenant(random);
        long randomness = random.nextLong();
        seen.set(tenant);
        for (int i = 0; i < contenders.size(); i++) {
          outcomes.get(i).add(tenant, contenders.get(i).weigh(tenant, now, randomness));
        }
      }
      for (Minutes outcome : outcomes) {
        outcome.end(requests, seen.cardinality(), minute > 0);
      }
      limit = Math.min(1, 60.0 * budget / seen.cardinality());
    }
    return limit;
  }

  private int tenant(SplittableRandom random) {
    int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[tenants - 1]);
    return Math.min(found < 0 ? -found - 1 : found, tenants - 1);
  }

  private boolean print(List<String> titles, List<Minutes> outcomes, double limit) {
    System.out.printf(
        "%,d tenants, %,d requests/s, budget %,d traces/s; a minute covers at most %.3f of the"
            + " tenants%n%n",
        tenants, rate, budget, limit);
    System.out.println(
        "| sampler        | traces/s | most in a minute | tenants covered | Σw/N             | sd    |");
    System.out.println(
        "|----------------|---------:|-----------------:|----------------:|-----------------:|------:|");
    for (int i = 0; i < outcomes.size(); i++) {
      Minutes outcome = outcomes.get(i);
      System.out.printf(
          "| %-14s | %8.1f | %14.1f/s | %15.3f | %7.4f ± %.4f | %5.3f |%n",
          titles.get(i),
          outcome.perSecond(),
          outcome.mostPerSecond(),
          outcome.coverage(),
          outcome.estimate(),
          outcome.interval(),
          outcome.deviation());
    }
    Minutes ours = outcomes.get(0);
    boolean isMet = true;
    isMet &= target("at most 1.05 of the budget", ours.mostPerSecond() <= 1.05 * budget);
    isMet &= target("covers 0.95 of what can be covered", ours.coverage() >= 0.95 * limit);
    isMet &=
        target(
            "1 is in the 95 % interval of Σw/N",
            Math.abs(ours.estimate() - 1) <= Math.max(ours.interval(), 1e-9));
    return isMet;
  }

  private static boolean target(String what, boolean isMet) {
    System.out.println((isMet ? "met:    " : "MISSED: ") + what);
    return isMet;
  }
}
