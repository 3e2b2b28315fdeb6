package io.heddle.agent.context;

/** What the agent knows about one thread. Only that thread may touch it, so nothing is volatile. */
public final class ThreadState {
  private TenantContext context;
  private TenantContext part;
  private Object serving;
  private Object sending;
  private boolean inDriver;
  private Handing handing = Handing.ANEW;
  private final WeakIdentityMap.Probe probe = new WeakIdentityMap.Probe();

  ThreadState() {}

  /** What the thread works for, or null. */
  public TenantContext context() {
    return context;
  }

  /**
   * Makes the thread work for {@code next}.
   *
   * @param next null to work for nobody
   * @return what it worked for until now, to be attached again at the end
   */
  public TenantContext attach(TenantContext next) {
    TenantContext previous = context;
    context = next;
    return previous;
  }

  /**
   * The context of what the running task has forked after its request's end; null if it has forked
   * nothing since.
   */
  TenantContext part() {
    return part;
  }

  /** Makes that context known. */
  void forks(TenantContext context) {
    part = context;
  }

  /**
   * Another task begins on the thread, within the one that runs.
   *
   * @return what {@link #endTask} takes when it has ended
   */
  public TenantContext beginTask() {
    TenantContext outer = part;
    part = null;
    return outer;
  }

  /** The task that runs has ended, and with it what it has forked and not joined. */
  public void endTask(TenantContext outer) {
    if (part != null) {
      part.partEnded();
    }
    part = outer;
  }

  /** The request that the thread serves, or null; known to the HTTP server's capture alone. */
  public Object serving() {
    return serving;
  }

  /** Says which request the thread serves from now on; null for none. */
  public void serve(Object request) {
    serving = request;
  }

  /** The request that the thread is sending, or null; known to the HTTP client's capture alone. */
  public Object sending() {
    return sending;
  }

  /** Says which request the thread is sending from now on; null for none. */
  public void send(Object request) {
    sending = request;
  }

  /** How the thread hands tasks over now. */
  public Handing handing() {
    return handing;
  }

  /** Says how the thread hands tasks over from now on. */
  public void hands(Handing how) {
    handing = how;
  }

  /** For look-ups in a {@link WeakIdentityMap} by this thread. */
  public WeakIdentityMap.Probe probe() {
    return probe;
  }

  /**
   * Enters a JDBC driver, unless the thread is in one: drivers call their own public methods, and
   * only the outermost call is the application's.
   *
   * @return whether this call is the outermost, and must be followed by {@link #leaveDriver}
   */
  public boolean enterDriver() {
    if (inDriver) {
      return false;
    }
    inDriver = true;
    return true;
  }

  /** Whether the thread is inside a JDBC driver. */
  public boolean isInDriver() {
    return inDriver;
  }

  /** Leaves the driver that {@link #enterDriver} entered. */
  public void leaveDriver() {
    inDriver = false;
  }
}
