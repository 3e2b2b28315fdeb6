package io.heddle.sampler.labels;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A tenant is offered while the buffer is drained: also a drain that comes between the offer's
 * number and its store must leave it for the next.
 */
@JCStressTest
@Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "Drained at once, with its weight.")
@Outcome(id = "0, 7", expect = Expect.ACCEPTABLE, desc = "Drained the next time.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, drained twice, or with a weight not its own.")
@State
public class SeenBufferStress {
  private final SeenBuffer<String> buffer = new SeenBuffer<>();

  @Actor
  public void offer() {
    buffer.offer("acme", 7);
  }

  @Actor
  public void drain(II_Result r) {
    buffer.drain((tenant, weight) -> r.r1 += (int) weight);
  }

  @Arbiter
  public void drainAgain(II_Result r) {
    buffer.drain((tenant, weight) -> r.r2 += (int) weight);
  }
}
