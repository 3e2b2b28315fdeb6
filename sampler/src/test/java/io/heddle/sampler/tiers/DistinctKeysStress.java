package io.heddle.sampler.tiers;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A set that threads fill at once. {@code sampler/RATIONALE.md} has the command. */
public final class DistinctKeysStress {
  private static final long FIRST = 0x4000_0000_0000_0001L;
  private static final long SAME_SLOT = 0x4000_0000_0000_0002L;

  private DistinctKeysStress() {}

  /** Two threads meet the same tenant. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "New to one of them, counted once.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Counted twice, or not at all.")
  @State
  public static class SameKey {
    private final DistinctKeys keys = new DistinctKeys(4);

    @Actor
    public void one(III_Result r) {
      r.r1 = keys.add(FIRST) ? 1 : 0;
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = keys.add(FIRST) ? 1 : 0;
    }

    @Arbiter
    public void count(III_Result r) {
      r.r3 = keys.count();
    }
  }

  /** Two threads meet two tenants that fall in the same slot. */
  @JCStressTest
  @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Both are new and both counted.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "One has pushed out the other.")
  @State
  public static class SameSlot {
    private final DistinctKeys keys = new DistinctKeys(4);

    @Actor
    public void one(III_Result r) {
      r.r1 = keys.add(FIRST) ? 1 : 0;
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = keys.add(SAME_SLOT) ? 1 : 0;
    }

    @Arbiter
    public void count(III_Result r) {
      r.r3 = keys.count();
    }
  }
}
