package io.heddle.exporter.telemetry;

/**
 * A thread of the agent's own. Whatever it does is no operation of the application: instrumentation
 * that runs on such a thread records nothing.
 *
 * <p>A daemon in every case, and without the application's context class loader, which it would
 * otherwise keep from being collected.
 */
public final class HeddleThread extends Thread implements Thread.UncaughtExceptionHandler {
  /**
   * @param name begins with {@code heddle-}
   */
  public HeddleThread(Runnable task, String name) {
    // No inheritable thread locals either: they may hold anything of the application's.
    super(null, task, name, 0, false);
    setDaemon(true);
    setContextClassLoader(null);
    // The default handler is the application's: it may print, count or even exit.
    setUncaughtExceptionHandler(this);
  }

  /** Nothing: what can be told was told where it happened. */
  @Override
  public void uncaughtException(Thread thread, Throwable failure) {}
}
