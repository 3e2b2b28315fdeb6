package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.privacy.KeyState;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.row.CanonicalRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;

/**
 * Makes fingerprints as the agent did: plain, or under the tenant's key that a record names. One
 * thread.
 */
public final class RowPrints {
  /** Finds the master key, if one is needed. */
  public interface Masters {
    /** The master key. */
    MasterKey load() throws ArchiveException;
  }

  private final ArchiveHome home;
  private final Masters masters;
  private final Map<KeyId, Optional<UnaryOperator<byte[]>>> keyed = new HashMap<>();
  private TenantKeyRing ring;
  private MasterKey master;

  /** Of the archive of {@code home}; {@code masters} is asked once, and only if a key is met. */
  public RowPrints(ArchiveHome home, Masters masters) {
    this.home = home;
    this.masters = masters;
  }

  /**
   * How fingerprints are made under a key; empty if it was destroyed or is not here.
   *
   * @param key null for a plain SHA-256
   */
  Optional<UnaryOperator<byte[]>> under(KeyId key) throws ArchiveException {
    if (key == null) {
      return Optional.of(CanonicalRow::sha256);
    }
    Optional<UnaryOperator<byte[]>> known = keyed.get(key);
    if (known == null) {
      known = open(key);
      keyed.put(key, known);
    }
    return known;
  }

  private Optional<UnaryOperator<byte[]>> open(KeyId key) throws ArchiveException {
    if (ring == null) {
      ring = TenantKeyRing.of(home);
    }
    if (ring.state(key) != KeyState.KEPT) {
      return Optional.empty();
    }
    if (master == null) {
      master = masters.load();
    }
    try {
      Mac mac = master.unwrap(ring.kept(key).orElseThrow()).rows();
      return Optional.of(mac::doFinal);
    } catch (PrivacyException refused) {
      throw new ArchiveException(
          "key " + key + " cannot be opened: " + refused.getMessage(), refused);
    }
  }
}
