package io.heddle.sampler.traces;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The operator's word on a tenant is set while a request renews the tenant's rate beside it. */
@JCStressTest
@Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "The operator's word stands.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The rate was written over it.")
@State
public class TenantTableStress {
  private static final int SLOT = TenantTable.slot(5);

  private final TenantTable table = new TenantTable(10);
  private final long[] piece = table.piece(5);

  public TenantTableStress() {
    TenantTable.meet(piece, SLOT, 100, 0);
  }

  @Actor
  public void weigh() {
    TenantTable.weigh(piece, SLOT, 3);
  }

  @Actor
  public void meet() {
    TenantTable.meet(piece, SLOT, 200, 0);
  }

  @Arbiter
  public void weight(I_Result r) {
    r.r1 = (int) TenantTable.weight(piece, SLOT);
  }
}
