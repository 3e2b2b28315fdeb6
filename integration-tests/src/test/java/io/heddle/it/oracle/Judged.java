package io.heddle.it.oracle;

import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Truth;
import java.util.Comparator;
import java.util.List;

/**
 * A history that was run, and what its records are worth.
 *
 * @param history that was run
 * @param truth what the database says
 * @param hasFaults whether a step failed, or a table was written that cannot roll back
 * @param records of its writes, by slot
 * @param faults of its records
 * @param claims records of its writes
 * @param unknown how many of these say UNKNOWN
 */
record Judged(
    History history,
    Truth truth,
    boolean hasFaults,
    List<List<Claim>> records,
    List<Fault> faults,
    int claims,
    int unknown) {
  /** The worst of its faults; null if there is none. */
  Fault.Kind worst() {
    return faults.stream().map(Fault::kind).min(Comparator.naturalOrder()).orElse(null);
  }

  /** Whether the same is wrong as in another run. */
  boolean isWrongAs(Fault.Kind kind) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind);
  }
}
