package io.heddle.agent.context;

import io.heddle.agent.tenant.TenantRegistry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A request ends on one thread while another leaves it and a third goes on with it. */
@JCStressTest
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "It has ended.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It is served for ever.")
@State
public class ContextEndStress {
  private static final TenantRegistry TENANTS = new TenantRegistry(10, () -> new byte[32]);

  private final TenantContext request = new TenantContext(TENANTS.none(), 1, 2, 3, (byte) 0, "");

  @Actor
  public void ends() {
    request.ended(System.nanoTime());
  }

  @Actor
  public void leaves() {
    request.waits(System.nanoTime());
  }

  @Actor
  public void goesOn() {
    request.resumed(System.nanoTime());
  }

  @Arbiter
  public void isOpen(Z_Result r) {
    r.r1 = request.isOpen() || request.end() - System.nanoTime() > 0;
  }
}
