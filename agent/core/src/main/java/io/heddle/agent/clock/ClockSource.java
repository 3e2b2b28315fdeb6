package io.heddle.agent.clock;

/** Somebody who knows how far the clock is from the true time. */
interface ClockSource {
  /**
   * Asks; takes a tenth of a second at most, and never throws.
   *
   * @return null if nobody answers, or in a form that is not known
   */
  ClockReading read(long nanoTime);
}
