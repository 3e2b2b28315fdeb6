package io.heddle.audit.archive.privacy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.privacy.WrappedKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tenants' keys of an archive as they were at one moment, wrapped. Immutable. */
public final class TenantKeyRing {
  /**
   * How many keys a tenant has.
   *
   * @param kept that are there
   * @param erased that were destroyed
   * @param lastErasedMicros when it was erased last; 0 if never
   * @param masters names of the master keys that those kept are wrapped by
   */
  public record Tenant(
      String name, int kept, int erased, long lastErasedMicros, List<String> masters) {}

  private final Map<KeyId, WrappedKey> keys;
  private final Map<String, Long> erasedMicros;
  private final Set<String> erasuresToTell;
  private final Set<KeyId> removed;
  private final List<String> damages;

  private TenantKeyRing(
      Map<KeyId, WrappedKey> keys,
      Map<String, Long> erasedMicros,
      Set<String> erasuresToTell,
      Set<KeyId> removed,
      List<String> damages) {
    this.keys = keys;
    this.erasedMicros = erasedMicros;
    this.erasuresToTell = erasuresToTell;
    this.removed = removed;
    this.damages = damages;
  }

  /**
   * Reads the keys of an archive.
   *
   * @throws ArchiveException if their file cannot be read
   */
  public static TenantKeyRing of(ArchiveHome home) throws ArchiveException {
    try {
      return of(TenantKeyFile.read(home.tenantKeys()));
    } catch (IOException failure) {
      throw new ArchiveException(home.tenantKeys() + " cannot be read (" + failure + ")", failure);
    }
  }

  static TenantKeyRing of(List<TenantKeyFile.Place> lines) {
    Map<KeyId, WrappedKey> keys = new LinkedHashMap<>();
    Map<String, Long> erasedMicros = new TreeMap<>();
    Set<String> erasuresToTell = new TreeSet<>();
    Set<KeyId> removed = new HashSet<>();
    for (TenantKeyFile.Place place : lines) {
      if (place.line() instanceof KeyLine.Key key && key.isSound()) {
        keys.put(key.wrapped().id(), key.wrapped());
      } else if (place.line() instanceof KeyLine.Erasure erasure) {
        erasedMicros.put(erasure.tenant(), erasure.micros());
        if (erasure.state() != KeyLine.TOLD) {
          erasuresToTell.add(erasure.tenant());
        }
      } else if (place.line() instanceof KeyLine.Note note) {
        removed.addAll(RemovedKeys.of(note.what(), note.detail()));
      }
    }
    return new TenantKeyRing(keys, erasedMicros, erasuresToTell, removed, KeyDamage.of(lines));
  }

  /** What has become of a key. */
  public KeyState state(KeyId id) {
    WrappedKey key = keys.get(id);
    if (key == null) {
      return KeyState.LOST;
    }
    return key.isDestroyed() ? KeyState.ERASED : KeyState.KEPT;
  }

  /** A key that is kept. */
  public Optional<WrappedKey> kept(KeyId id) {
    return Optional.ofNullable(keys.get(id)).filter(key -> !key.isDestroyed());
  }

  /** All keys, those that were destroyed among them. */
  public Collection<WrappedKey> all() {
    return keys.values();
  }

  /** Tenants that were erased without the ledger telling of it yet. */
  public Set<String> erasuresToTell() {
    return erasuresToTell;
  }

  /** Keys that were removed because nothing was left that needs them, as far as it is known. */
  public Set<KeyId> removed() {
    return removed;
  }

  /** What of the file is damaged, a sentence each; keys that it names are lost. */
  public List<String> damages() {
    return damages;
  }

  /** All tenants that have or had a key, or were erased, by name. */
  public List<Tenant> tenants() {
    Map<String, List<WrappedKey>> byTenant = new TreeMap<>();
    erasedMicros.keySet().forEach(tenant -> byTenant.put(tenant, new ArrayList<>()));
    for (WrappedKey key : keys.values()) {
      byTenant.computeIfAbsent(key.origin().tenant(), any -> new ArrayList<>()).add(key);
    }
    List<Tenant> tenants = new ArrayList<>();
    byTenant.forEach((name, its) -> tenants.add(tenant(name, its)));
    return tenants;
  }

  /** One of them; without any key if nothing is known of it. */
  public Tenant tenant(String name) {
    return tenant(
        name, keys.values().stream().filter(key -> key.origin().tenant().equals(name)).toList());
  }

  private Tenant tenant(String name, List<WrappedKey> its) {
    List<WrappedKey> kept = its.stream().filter(key -> !key.isDestroyed()).toList();
    return new Tenant(
        name,
        kept.size(),
        its.size() - kept.size(),
        erasedMicros.getOrDefault(name, 0L),
        kept.stream().map(key -> key.master().toString()).distinct().sorted().toList());
  }
}
