package io.heddle.agent.context;

/** Is told of work that outlives the request that began it. */
@FunctionalInterface
public interface OutlivingSink {
  /**
   * Takes one case, on the thread where it was found. Must not block or throw.
   *
   * @param task what is handed over, or was taken; null if only the running thread is known
   */
  void outlived(Outliving how, Object task);
}
