package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.EventText;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.PrunedSegment;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionEvents;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The register of holds and pruned segments, which no hash covers, against what the ledger tells of
 * it: a hold that somebody took out of it would keep nothing any more.
 */
final class RegisterCheck {
  private final ArchiveHome home;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;
  private final String name;

  RegisterCheck(ArchiveHome home, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.home = home;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
    this.name = home.path().relativize(home.retention()).toString();
  }

  void run() {
    try {
      Retention register = new Retention(home.path());
      holds(register);
      segments(register.pruned(Long.MIN_VALUE, Long.MAX_VALUE));
    } catch (ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, name, unreadable.getMessage()));
    }
  }

  private void holds(Retention register) throws ArchiveException {
    Map<Long, Hold> holds = new HashMap<>();
    register.holds().forEach(hold -> holds.put(hold.id(), hold));
    Set<Long> put = new HashSet<>();
    Set<Long> released = new HashSet<>();
    for (LedgerEvent.Noted note : evidence.holds()) {
      Map<String, Object> told = EventText.detail(note);
      long id = told.get("hold") instanceof Number number ? number.longValue() : 0;
      boolean isRelease = note.what().equals(RetentionEvents.RELEASED);
      (isRelease ? released : put).add(id);
      Hold hold = holds.get(id);
      if (hold == null || !isAsTold(hold, note, told, isRelease)) {
        tell("it does not have " + (isRelease ? "the release of " : "") + "the hold " + told);
      }
    }
    for (Hold hold : holds.values()) {
      int events = register.toldInLedger(hold);
      boolean isUntold =
          events > 0 && !put.contains(hold.id()) || events > 1 && !released.contains(hold.id());
      if (isUntold && pruned.isNone()) {
        tell("it says what the ledger does not: " + hold);
      }
    }
  }

  private static boolean isAsTold(
      Hold hold, LedgerEvent.Noted note, Map<String, Object> told, boolean isRelease) {
    return hold.tenant().equals(told.get("tenant"))
        && hold.caseName().equals(told.get("case"))
        && (isRelease ? hold.releasedMicros() : hold.heldMicros()) == note.micros();
  }

  private void segments(List<PrunedSegment> register) {
    Set<SegmentSeal> registered = new HashSet<>();
    register.forEach(segment -> registered.add(segment.seal()));
    for (LedgerEvent.Pruned event : evidence.pruned().values()) {
      if (!registered.contains(event.seal())) {
        tell("it does not say that this was pruned: " + event.seal());
      }
    }
  }

  private void tell(String what) {
    findings.add(Finding.in(Kind.DERIVED, name, name + ": " + what));
  }
}
