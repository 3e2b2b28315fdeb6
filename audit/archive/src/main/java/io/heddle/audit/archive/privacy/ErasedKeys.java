package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.privacy.TenantKeyFile.Place;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.KeyOrigin;
import java.util.ArrayList;
import java.util.List;

/** Which keys an erasure concerns: those made by a run that did not know of it. */
final class ErasedKeys {
  private ErasedKeys() {}

  /** The lines of keys to be destroyed, those among them that are destroyed already. */
  static List<Place> concerned(List<Place> lines, KeyLine.Erasure erasure) {
    return lines.stream()
        .filter(
            place ->
                place.line() instanceof KeyLine.Key key
                    && isConcerned(key.wrapped().origin(), erasure)
                    && !(key.wrapped().isDestroyed() && key.isSound()))
        .toList();
  }

  /** What the ledger is to tell of it, in leaves that are not too long. */
  static List<LedgerEvent> events(List<Place> lines, KeyLine.Erasure erasure) {
    List<KeyId> ids = new ArrayList<>();
    long before = before(lines, erasure);
    for (Place place : lines) {
      if (place.line() instanceof KeyLine.Key key
          && isConcerned(key.wrapped().origin(), erasure)
          && key.wrapped().origin().erasures() >= before
          && key.wrapped().isDestroyed()) {
        ids.add(key.wrapped().id());
      }
    }
    return LedgerEvent.Erased.of(
        erasure.micros(), erasure.tenant(), erasure.by(), erasure.reason(), ids);
  }

  /** The number of the tenant's erasure before this one, which has told of earlier keys; or 0. */
  private static long before(List<Place> lines, KeyLine.Erasure erasure) {
    long before = 0;
    for (Place place : lines) {
      if (place.line() instanceof KeyLine.Erasure earlier
          && earlier.tenant().equals(erasure.tenant())
          && earlier.number() < erasure.number()) {
        before = Math.max(before, earlier.number());
      }
    }
    return before;
  }

  /** Whether a key is to be destroyed for an erasure that is not finished. */
  static boolean isDoomed(List<Place> lines, KeyLine.Key key) {
    return lines.stream()
        .anyMatch(
            place ->
                place.line() instanceof KeyLine.Erasure erasure
                    && erasure.isUndone()
                    && isConcerned(key.wrapped().origin(), erasure));
  }

  private static boolean isConcerned(KeyOrigin origin, KeyLine.Erasure erasure) {
    return origin.tenant().equals(erasure.tenant()) && origin.erasures() < erasure.number();
  }
}
