package io.heddle.audit.archive.resolve;

import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.spool.Outcome;

/**
 * What a database says of a transaction.
 *
 * @param outcome PENDING if it cannot be told now, UNKNOWN if it never will be
 * @param how a sentence: who said it, or why nobody could
 */
public record Answer(Doubt doubt, Outcome outcome, String how) {
  /** Whether it is for good. */
  public boolean isFinal() {
    return outcome != Outcome.PENDING;
  }
}
