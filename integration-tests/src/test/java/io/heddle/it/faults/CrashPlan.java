package io.heddle.it.faults;

import io.heddle.it.harness.Jdk;
import java.util.ArrayList;
import java.util.List;

/**
 * How a volume is treated.
 *
 * @param jdk of all JVMs
 * @param applications how many write to it at once
 * @param threads of each application
 * @param restMicros longest rest of a thread between two transactions
 * @param guarantee what the policy promises for every write: async, sync or fail-closed
 */
record CrashPlan(Jdk jdk, int applications, int threads, int restMicros, String guarantee) {
  static final String ASYNC = "async";
  static final String SYNC = "sync";

  /** Whether a write is recorded before it is committed, so that none may be missing. */
  boolean isPromised() {
    return !guarantee.equals(ASYNC);
  }

  /** What of an account must not be, a line each. */
  List<String> violations(Account account) {
    List<String> violations = new ArrayList<>(account.falsehoods());
    // A process that is killed loses nothing that it captured, nor what became of it.
    account
        .forgotten()
        .forEach(write -> violations.add("a client heard, the archive not: " + write));
    account
        .undecided()
        .forEach(write -> violations.add("a client heard, archived UNKNOWN: " + write));
    if (isPromised()) {
      account.unrecorded().forEach(write -> violations.add("committed, not recorded: " + write));
    }
    return violations;
  }
}
