package io.heddle.audit.spool.privacy;

import java.security.SecureRandom;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The keys of one run of a JVM, each made when its tenant's first detail is sealed.
 *
 * <p>A key is recorded, wrapped, before anything that was sealed with it: whoever reads the spool
 * in its order has the key first. Keys are never read back; another run makes its own.
 *
 * <p>Bound: {@code most} tenants; beyond, some tenant's key is forgotten, and another is made when
 * it is needed again. Any thread; finding a key takes no lock.
 */
public final class TenantKeys {
  /** Records wrapped keys. */
  public interface Outlet {
    /** Records a key; false if it could not be, and then nothing may be sealed with it. */
    boolean record(WrappedKey key);
  }

  private final MasterKey master;
  private final String node;
  private final long boot;
  private final int most;
  private final Outlet outlet;
  private final LongSupplier epochMicros;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, TenantKey> keys = new ConcurrentHashMap<>();
  private final LongAdder made = new LongAdder();

  /** Volatile: stored by {@link #know} before it looks for keys, read behind each key made. */
  private volatile Erasures erasures;

  /**
   * @param node of the run, as the spool's folder names it
   * @param most keys in memory
   * @param erasures those known at the start
   */
  public TenantKeys(
      MasterKey master,
      String node,
      long boot,
      int most,
      Erasures erasures,
      Outlet outlet,
      LongSupplier epochMicros) {
    this.master = master;
    this.node = node;
    this.boot = boot;
    this.most = most;
    this.erasures = erasures;
    this.outlet = outlet;
    this.epochMicros = epochMicros;
  }

  /** Seals detail of a tenant's record; null if its key could not be recorded. */
  public SealedDetail seal(String tenant, RecordBinding of, byte[] detail) {
    while (true) {
      TenantKey key = key(tenant);
      if (key == null) {
        return null;
      }
      SealedDetail sealed = key.seal(of, detail);
      if (sealed != null) {
        return sealed;
      }
      keys.remove(tenant, key); // used up
    }
  }

  /** A tenant's key, made if there is none; null if it could not be recorded. */
  public TenantKey key(String tenant) {
    TenantKey known = keys.get(tenant);
    while (known == null) {
      if (keys.size() >= most) {
        forgetOne();
      }
      known = keys.computeIfAbsent(tenant, this::make);
      if (known == null) {
        return null;
      }
      // An erasure that became known meanwhile may have looked at the map before the key was there.
      if (isErased(known)) {
        keys.remove(tenant, known);
        known = null;
      }
    }
    return known;
  }

  /** How many keys were made. */
  public long made() {
    return made.sum();
  }

  /** How many keys are in memory. */
  int kept() {
    return keys.size();
  }

  /** Learns which tenants were erased, and forgets their keys: what they do next has another. */
  public void know(Erasures newer) {
    erasures = erasures.and(newer);
    for (TenantKey key : keys.values()) {
      if (isErased(key)) {
        keys.remove(key.origin().tenant(), key);
      }
    }
  }

  private boolean isErased(TenantKey key) {
    return erasures.of(key.origin().tenant()) > key.origin().erasures();
  }

  /** Under the map's lock for this tenant, so that its key is recorded before anybody uses it. */
  private TenantKey make(String tenant) {
    KeyOrigin origin =
        new KeyOrigin(tenant, node, boot, epochMicros.getAsLong(), erasures.of(tenant));
    TenantKey key = master.draw(origin, random);
    if (!outlet.record(master.wrap(key, random))) {
      return null;
    }
    made.increment();
    return key;
  }

  private void forgetOne() {
    Iterator<TenantKey> any = keys.values().iterator();
    if (any.hasNext()) {
      any.next();
      any.remove();
    }
  }
}
