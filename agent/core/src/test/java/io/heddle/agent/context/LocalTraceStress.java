package io.heddle.agent.context;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two operations end while their request does, which says so twice. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Both after the verdict.")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The first waited, and was taken.")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Both waited.")
@Outcome(expect = Expect.FORBIDDEN, desc = "What waited was not taken, or taken twice.")
@State
public class LocalTraceStress {
  private final LocalTrace trace = new LocalTrace();
  private final AtomicInteger taken = new AtomicInteger();

  @Actor
  public void operations(III_Result r) {
    r.r1 = trace.hold(null) == LocalTrace.Waiting.HELD ? 1 : 0;
    r.r2 = trace.hold(null) == LocalTrace.Waiting.HELD ? 1 : 0;
  }

  @Actor
  public void request() {
    trace.decide(true, operation -> taken.incrementAndGet());
    trace.decide(false, operation -> taken.incrementAndGet());
  }

  @Arbiter
  public void taken(III_Result r) {
    r.r3 = taken.get();
  }
}
