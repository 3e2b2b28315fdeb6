package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.privacy.KeyState;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.SealedDetail;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tenants' keys: what is erased is erased, nothing else is, and who cannot be read any more is
 * named. Of sealed detail only whose key it needs is looked at.
 *
 * <p>Bound: an entry for each key.
 */
final class KeyCheck {
  private final ArchiveHome home;
  private final Findings findings;
  private final Map<KeyId, String> tenants = new LinkedHashMap<>();
  private final Map<KeyId, Long> sealed = new HashMap<>();
  private final Set<KeyId> erased = new HashSet<>();
  private final Set<KeyId> removed = new HashSet<>();
  private final List<Erasure> erasures = new ArrayList<>();

  /** As it was before any file of the archive was read; null if it could not be. */
  private TenantKeyRing before;

  /** Why it could not be. */
  private String problem = "";

  private record Erasure(long leaf, LedgerEvent.Erased event) {}

  KeyCheck(ArchiveHome home, Findings findings) {
    this.home = home;
    this.findings = findings;
  }

  /**
   * Reads the keys, before the hot file is: what its lines say that the ledger tells of is in there
   * then.
   */
  void read() {
    before = ring();
  }

  void made(LedgerEvent.KeyMade key) {
    tenants.put(key.key(), key.tenant());
  }

  void erased(long leaf, LedgerEvent.Erased event) {
    erasures.add(new Erasure(leaf, event));
    erased.addAll(event.keys());
  }

  /** Keys that nothing needed any more were removed. */
  void removed(List<KeyId> keys) {
    removed.addAll(keys);
  }

  /** An operation has these extras. */
  void saw(byte[] extra) {
    OperationExtras.of(extra)
        .field(OperationExtras.SEALED_DETAIL)
        .filter(value -> !SealedDetail.isMissing(value))
        .ifPresent(this::count);
  }

  void run() {
    for (Erasure erasure : erasures) {
      tell(erasure);
    }
    if (before == null) {
      findings.add(Finding.in(Kind.UNREADABLE, name(), problem));
      return;
    }
    damages();
    Map<KeyId, String> all = new LinkedHashMap<>(tenants);
    all.keySet().removeAll(removed);
    all.keySet().removeAll(before.removed());
    sealed.keySet().forEach(key -> all.putIfAbsent(key, ""));
    if (all.isEmpty()) {
      return;
    }
    if (!Files.exists(home.tenantKeys())) {
      findings.add(
          Finding.in(
              Kind.LOST_KEY, name(), name() + " is not here: sealed detail cannot be opened"));
      return;
    }
    all.forEach(this::check);
  }

  /** Those that are still there: a line may have been read while somebody was at it. */
  private void damages() {
    if (before.damages().isEmpty()) {
      return;
    }
    TenantKeyRing now = ring();
    for (String damage : before.damages()) {
      if (now != null && now.damages().contains(damage)) {
        findings.add(Finding.in(Kind.KEY, name(), name() + ", " + damage));
      }
    }
  }

  private void check(KeyId key, String tenant) {
    KeyState state = before.state(key);
    String whose = tenant.isEmpty() ? "" : " of tenant " + tenant;
    if (erased.contains(key)) {
      if (state == KeyState.KEPT && isStillKept(key)) {
        findings.add(
            Finding.in(
                Kind.KEY, name(), "key " + key + whose + " was destroyed, and is there again"));
      }
    } else if (state == KeyState.ERASED && !before.erasuresToTell().contains(tenant)) {
      findings.add(
          Finding.in(
              Kind.KEY, name(), "key " + key + whose + " was destroyed, and no leaf says so"));
    } else if (state == KeyState.LOST) {
      long count = sealed.getOrDefault(key, 0L);
      findings.add(
          Finding.in(
              Kind.LOST_KEY,
              name(),
              "key " + key + whose + " is lost, and with it the detail of " + count(count)),
          Math.max(1, count));
    }
  }

  /** It may have been destroyed since the keys were read. */
  private boolean isStillKept(KeyId key) {
    TenantKeyRing now = ring();
    return now != null && now.state(key) == KeyState.KEPT;
  }

  private void tell(Erasure erasure) {
    LedgerEvent.Erased event = erasure.event;
    long operations = 0;
    for (KeyId key : event.keys()) {
      operations += sealed.getOrDefault(key, 0L);
    }
    findings.add(
        new Finding(
            Kind.ERASED,
            erasure.leaf,
            "",
            "",
            "tenant "
                + event.tenant()
                + " was erased by "
                + event.by()
                + (event.reason().isEmpty() ? "" : " (" + event.reason() + ")")
                + ": "
                + event.keys().size()
                + " keys, the detail of "
                + count(operations)),
        Math.max(1, operations));
  }

  private static String count(long operations) {
    return operations == 1 ? "1 operation" : operations + " operations";
  }

  private void count(byte[] value) {
    try {
      sealed.merge(SealedDetail.parse(value).key(), 1L, Long::sum);
    } catch (IllegalArgumentException otherVersion) {
      // Its bytes are in the leaf all the same.
    }
  }

  private TenantKeyRing ring() {
    try {
      return TenantKeyRing.of(home);
    } catch (ArchiveException unreadable) {
      problem = unreadable.getMessage();
      return null;
    }
  }

  private String name() {
    return home.path().relativize(home.tenantKeys()).toString();
  }
}
