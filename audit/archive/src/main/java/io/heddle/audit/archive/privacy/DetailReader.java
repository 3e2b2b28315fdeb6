package io.heddle.audit.archive.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import io.heddle.audit.spool.privacy.RecordBinding;
import io.heddle.audit.spool.privacy.SealedDetail;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says of operations what became of their sealed detail, and opens it for whoever has the master
 * key.
 *
 * <p>Bound: the names of the wrapped keys, and {@link #MOST_OPEN} keys in use. One thread.
 */
public final class DetailReader {
  /** What stands in place of detail that nobody has asked to open. */
  public static final String SEALED = "~sealed";

  /** What stands in place of detail whose key was destroyed. */
  public static final String ERASED = "~erased";

  /** What stands in place of detail whose key is not here. */
  public static final String LOST = "~lost";

  private static final int MOST_OPEN = 1_000;

  private final ArchiveHome home;

  /** Null if nothing is to be opened. */
  private final MasterKey master;

  private final Map<KeyId, TenantKey> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyId, TenantKey> eldest) {
          return size() > MOST_OPEN;
        }
      };

  private final SortedSet<String> tenants = new TreeSet<>();
  private long revealed;

  /** Null until it is needed; empty if it cannot be read. */
  private Optional<TenantKeyRing> ring;

  private DetailReader(ArchiveHome home, MasterKey master) {
    this.home = home;
    this.master = master;
  }

  /** One that opens nothing. */
  public static DetailReader closed(ArchiveHome home) {
    return new DetailReader(home, null);
  }

  /** One that opens what it can. */
  public static DetailReader revealing(ArchiveHome home, MasterKey master) {
    return new DetailReader(home, master);
  }

  /** How many operations' detail it has opened. */
  public long revealed() {
    return revealed;
  }

  /** Whose. */
  public SortedSet<String> tenants() {
    return tenants;
  }

  /**
   * The operation, with its detail as it is to be shown.
   *
   * @throws ArchiveException if it is to be opened, and the keys cannot be read
   */
  public ArchivedOperation read(ArchivedOperation operation) throws ArchiveException {
    OperationExtras extras = operation.record().extras();
    if (extras.isEmpty()) {
      return operation;
    }
    byte[] shown = new byte[0];
    boolean isAny = false;
    for (OperationExtras.Field field : extras.fields()) {
      byte[] value = field.value();
      if (field.tag() == OperationExtras.NO_FIELD) {
        return operation; // not ours to lay out anew
      }
      if (field.tag() == OperationExtras.SEALED_DETAIL && !SealedDetail.isMissing(value)) {
        isAny = true;
        value = SealedDetail.shown(text(operation, value));
      }
      shown = OperationExtras.with(shown, field.tag(), value);
    }
    return isAny ? operation.with(OperationExtras.of(shown)) : operation;
  }

  private String text(ArchivedOperation operation, byte[] value) throws ArchiveException {
    try {
      SealedDetail sealed = SealedDetail.parse(value);
      Optional<TenantKeyRing> keys = ring();
      if (keys.isEmpty()) {
        return SEALED;
      }
      return switch (keys.get().state(sealed.key())) {
        case ERASED -> ERASED;
        case LOST -> LOST;
        case KEPT -> master == null ? SEALED : opened(operation, sealed, keys.get());
      };
    } catch (IllegalArgumentException otherVersion) {
      return SEALED;
    }
  }

  private String opened(ArchivedOperation operation, SealedDetail sealed, TenantKeyRing keys) {
    try {
      TenantKey key = open.get(sealed.key());
      if (key == null) {
        WrappedKey wrapped = keys.kept(sealed.key()).orElseThrow();
        key = master.unwrap(wrapped);
        open.put(sealed.key(), key);
      }
      if (!isOf(key, operation)) {
        return "~refused: it was sealed for another tenant, node or run";
      }
      RecordBinding of =
          new RecordBinding(operation.record().spanId(), operation.record().startEpochMicros());
      String detail = new String(key.open(of, sealed), UTF_8);
      revealed++;
      tenants.add(operation.record().tenant());
      return detail;
    } catch (PrivacyException refused) {
      return "~refused: " + refused.getMessage();
    }
  }

  /** The key vouches for whose it is; the record must be of the same. */
  private static boolean isOf(TenantKey key, ArchivedOperation operation) {
    return key.origin().tenant().equals(operation.record().tenant())
        && key.origin().node().equals(operation.node())
        && key.origin().boot() == operation.boot();
  }

  private Optional<TenantKeyRing> ring() throws ArchiveException {
    if (ring == null) {
      try {
        ring = Optional.of(TenantKeyRing.of(home));
      } catch (ArchiveException unreadable) {
        if (master != null) {
          throw unreadable;
        }
        ring = Optional.empty(); // a reader need not have the right to
      }
    }
    return ring;
  }
}
