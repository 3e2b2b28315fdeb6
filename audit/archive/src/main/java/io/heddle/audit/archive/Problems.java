package io.heddle.audit.archive;

import java.util.function.LongSupplier;

/** Tells of a problem, and of one that stays not more than once a minute. One thread. */
final class Problems {
  private static final long RETELL_MICROS = 60_000_000;

  private final Tally tally;
  private final LongSupplier epochMicros;
  private String told = "";
  private long toldMicros;

  Problems(Tally tally, LongSupplier epochMicros) {
    this.tally = tally;
    this.epochMicros = epochMicros;
  }

  void tell(String problem) {
    long now = epochMicros.getAsLong();
    boolean isTold = problem.equals(told) && Math.abs(now - toldMicros) < RETELL_MICROS;
    if (!isTold) {
      tally.tellNow(true, problem);
      told = problem;
      toldMicros = now;
    }
  }
}
