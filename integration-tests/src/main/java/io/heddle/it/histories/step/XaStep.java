package io.heddle.it.histories.step;

import java.sql.SQLException;

/**
 * A call of the connection's XA resource. Calls that the branch's state does not allow are left
 * out.
 *
 * @param call which
 * @param branch 0 or 1
 */
public record XaStep(XaCall call, int branch) implements Step {
  /** What a transaction manager calls. */
  public enum XaCall {
    START,
    END,
    SUSPEND,
    RESUME,
    PREPARE,
    COMMIT_ONE_PHASE,
    COMMIT_PREPARED,
    ROLLBACK
  }

  @Override
  public Object run(Session session) throws SQLException {
    return session.branches().call(call, branch);
  }

  @Override
  public String shown() {
    return "xa." + call.name().toLowerCase(java.util.Locale.ROOT) + "(branch " + branch + ")";
  }
}
