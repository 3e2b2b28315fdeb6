package io.heddle.agent.weave;

/**
 * Thrown by an {@code enter} whose call must not happen: the one failure of advice that reaches the
 * application, as the exception that it carries. The woven method does not run, and neither does
 * the advice of its exit.
 *
 * <p>Only an audit policy that says fail-closed is a reason.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Throwable forApplication;

  /**
   * Refuses a call.
   *
   * @param forApplication of a class that the application knows, and that the method may throw
   */
  public Refused(Throwable forApplication) {
    super(null, null, false, false);
    this.forApplication = forApplication;
  }

  /** What the application is told. */
  public Throwable forApplication() {
    return forApplication;
  }
}
