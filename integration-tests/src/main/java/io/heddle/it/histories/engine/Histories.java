package io.heddle.it.histories.engine;

/** Histories of one engine, by number. The same number gives the same history. */
public interface Histories {
  /** The history of a seed. */
  History history(long seed);
}
