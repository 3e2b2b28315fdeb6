package io.heddle.audit.spool;

import io.heddle.audit.spool.SyncRequests.Request;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** How threads that commit at a time come to share a sync. Two actors each, as two CPUs must do. */
public final class SyncRequestsStress {
  private SyncRequestsStress() {}

  private static int count(Request taken) {
    int count = 0;
    for (Request request = taken; request != null; request = request.next()) {
      count++;
    }
    return count;
  }

  /** Each request is taken once, and exactly one of those who add has to wake the taker. */
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "the first one wakes")
  @Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "the second one wakes")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost, doubled, or nobody wakes")
  @State
  public static class Adding {
    private final SyncRequests requests = new SyncRequests();

    @Actor
    public void one(III_Result result) {
      result.r1 = requests.add(new Request(1)) ? 1 : 0;
    }

    @Actor
    public void other(III_Result result) {
      result.r2 = requests.add(new Request(2)) ? 1 : 0;
    }

    @Arbiter
    public void taken(III_Result result) {
      result.r3 = count(requests.takeAll());
    }
  }

  /** Whoever takes a request sees what its thread has written before it asked. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "taken later")
  @Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "taken, with what was written")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a sync that does not cover what asked for it")
  @State
  public static class Covering {
    private final SyncRequests requests = new SyncRequests();
    private int record;

    @Actor
    public void commit() {
      record = 7;
      requests.add(new Request(1));
    }

    @Actor
    public void serve(II_Result result) {
      result.r1 = requests.takeAll() == null ? 0 : record;
    }

    @Arbiter
    public void left(II_Result result) {
      result.r2 = count(requests.takeAll());
    }
  }

  /** A thread has an answer or has given up, never both and never neither. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "it was answered")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "it had given up")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an answer is lost, or given twice")
  @State
  public static class GivingUp {
    private final Request request = new Request(1);

    @Actor
    public void answer(II_Result result) {
      if (request.settle(null)) {
        SyncRequests.publish(List.of(request));
      }
    }

    @Actor
    public void leave(II_Result result) {
      result.r2 = request.giveUp() ? 1 : 0;
    }

    @Arbiter
    public void answered(II_Result result) {
      result.r1 = request.isAnswered() ? 1 : 0;
    }
  }
}
