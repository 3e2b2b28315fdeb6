package io.heddle.audit.archive.verify;

/** Is told how far a verification is; on its thread. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /**
   * So much is done.
   *
   * @param done leaves derived anew from rows
   * @param total how many there are
   */
  void at(long done, long total);
}
