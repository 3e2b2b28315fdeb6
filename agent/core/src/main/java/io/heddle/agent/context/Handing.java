package io.heddle.agent.context;

/** How a thread hands tasks over. */
public enum Handing {
  /** The task is new. */
  ANEW,
  /** The task runs again and again. */
  AGAIN,
  /** The task was handed over before, and had to wait for its turn: the thread is a messenger. */
  ON
}
