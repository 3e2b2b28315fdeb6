package io.heddle.sampler.traces;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Traces are paid for by threads that race. {@code sampler/RATIONALE.md} has the command. */
public final class TokenBucketStress {
  private TokenBucketStress() {}

  /** Two traces and one token. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "One of them gets it.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Both, or nobody, or it is still there.")
  @State
  public static class OneToken {
    private final TokenBucket bucket = new TokenBucket(TokenBucket.TRACE);

    @Actor
    public void one(III_Result r) {
      r.r1 = bucket.spend(TokenBucket.TRACE - 1) ? 1 : 0;
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = bucket.spend(TokenBucket.TRACE - 1) ? 1 : 0;
    }

    @Arbiter
    public void level(III_Result r) {
      r.r3 = (int) (bucket.level() / TokenBucket.TRACE);
    }
  }

  /** A token is spent while time brings another to a full bucket of two. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Credited while it was full.")
  @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Credited after it was spent.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "More than it holds, or less than was brought.")
  @State
  public static class Credit {
    private final TokenBucket bucket = new TokenBucket(2 * TokenBucket.TRACE);

    @Actor
    public void spend(II_Result r) {
      r.r1 = bucket.spend(0) ? 1 : 0;
    }

    @Actor
    public void credit() {
      bucket.credit(TokenBucket.TRACE, 2 * TokenBucket.TRACE);
    }

    @Arbiter
    public void level(II_Result r) {
      r.r2 = (int) (bucket.level() / TokenBucket.TRACE);
    }
  }
}
