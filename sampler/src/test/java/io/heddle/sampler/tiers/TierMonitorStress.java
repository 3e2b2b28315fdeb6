package io.heddle.sampler.tiers;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The set is replaced by a larger one while another thread adds to it. */
@JCStressTest
@Outcome(id = "1002", expect = Expect.ACCEPTABLE, desc = "Every tenant is counted.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A tenant fell between the two sets.")
@State
public class TierMonitorStress {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final TierMonitor monitor =
      new TierMonitor(new TierEdges(2_000, 3_000, 0.1, Duration.ofMinutes(1)), 0);

  public TierMonitorStress() {
    for (int tenant = 1; tenant < 1_000; tenant++) {
      monitor.observe(tenant * STEP);
    }
  }

  @Actor
  public void fills() {
    monitor.observe(1_000 * STEP);
    monitor.observe(1_001 * STEP);
  }

  @Actor
  public void adds() {
    monitor.observe(1_002 * STEP);
  }

  @Arbiter
  public void count(I_Result r) {
    r.r1 = monitor.distinct();
  }
}
