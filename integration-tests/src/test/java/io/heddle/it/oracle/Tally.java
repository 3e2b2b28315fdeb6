package io.heddle.it.oracle;

import java.util.EnumMap;
import java.util.Map;

/** Counts of histories that were judged. One thread. */
final class Tally {
  private final Map<Fault.Kind, Integer> faults = new EnumMap<>(Fault.Kind.class);
  private int histories;
  private long claims;
  private long unknown;
  private long claimsWithFailures;
  private long unknownWithFailures;

  void add(Judged judged) {
    histories++;
    if (judged.hasFaults()) {
      claimsWithFailures += judged.claims();
      unknownWithFailures += judged.unknown();
    } else {
      claims += judged.claims();
      unknown += judged.unknown();
    }
    judged.faults().forEach(fault -> faults.merge(fault.kind(), 1, Integer::sum));
  }

  int histories() {
    return histories;
  }

  /** Claims of writes in histories in which nothing failed. */
  long claims() {
    return claims;
  }

  long unknown() {
    return unknown;
  }

  long claimsWithFailures() {
    return claimsWithFailures;
  }

  long unknownWithFailures() {
    return unknownWithFailures;
  }

  /** How many faults of that kind. */
  int faults(Fault.Kind kind) {
    return faults.getOrDefault(kind, 0);
  }

  boolean isWrong() {
    return !faults.isEmpty();
  }
}
