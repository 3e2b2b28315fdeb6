package io.heddle.sampler.counters;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads add to one counter at one stripe, while they may be told to move away. */
@JCStressTest
@Outcome(id = "3, 30", expect = Expect.ACCEPTABLE, desc = "Both additions of both counters.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An addition is lost.")
@State
public class StripedCountersStress {
  private final StripedCounters counters = new StripedCounters(2);

  @Actor
  public void one() {
    counters.add(StripedCounters.FIRST_STRIPE, 0, 1);
    counters.add(StripedCounters.FIRST_STRIPE, 1, 10);
  }

  @Actor
  public void other() {
    counters.add(StripedCounters.FIRST_STRIPE, 0, 2);
    counters.add(StripedCounters.FIRST_STRIPE, 1, 20);
  }

  @Arbiter
  public void sums(II_Result r) {
    r.r1 = (int) counters.sum(0);
    r.r2 = (int) counters.sum(1);
  }
}
