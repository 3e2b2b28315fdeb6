package io.heddle.agent.tenant;

import io.heddle.sampler.labels.SeededHash;
import io.heddle.sampler.policy.TenantIdRule;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Interns tenants.
 *
 * <p>Bound: {@code capacity} tenants, about 200 bytes each. A tenant beyond it still gets its own
 * {@link Tenant}, so that its traces and audit records name it, but a fresh one each time, under
 * {@link Tenant#OVERFLOW_INDEX}; {@link #beyondCapacity} counts how often.
 */
public final class TenantRegistry {
  private final ConcurrentHashMap<String, Tenant> byId = new ConcurrentHashMap<>();
  private final AtomicLong beyondCapacity = new AtomicLong();
  private final AtomicLong contradictions = new AtomicLong();
  private final int capacity;
  private final Supplier<byte[]> siteKey;
  private final SeededHash hash = SeededHash.ofProcess();
  private final Tenant none = new Tenant(0, "~none", 0, hash.of("~none"));
  private final Tenant invalid = new Tenant(1, "~invalid", 0, hash.of("~invalid"));

  /** The next index; guarded by this. */
  private int size = Tenant.OVERFLOW_INDEX + 1;

  /** Made with the first tenant: SHA-256 is not for premain to load. */
  private TenantTagger tagger;

  /**
   * @param capacity how many tenants are kept, at least 1
   * @param siteKey key of the tags in tenant trace IDs, the same for all services of a site; asked
   *     once, for the first tenant
   */
  public TenantRegistry(int capacity, Supplier<byte[]> siteKey) {
    this.capacity = Math.max(1, capacity);
    this.siteKey = siteKey;
  }

  /** The tenant of requests that name none. */
  public Tenant none() {
    return none;
  }

  /** The tenant of requests whose tenant ID is malformed. */
  public Tenant invalid() {
    return invalid;
  }

  /** The same, of requests that name two different tenants; counts them. */
  public Tenant contradicted() {
    contradictions.incrementAndGet();
    return invalid;
  }

  /** How many requests named two different tenants. */
  public long contradictions() {
    return contradictions.get();
  }

  /**
   * The tenant of an ID that {@link TenantIdRule} has accepted. Allocates nothing and takes no lock
   * if the tenant is known.
   */
  public Tenant intern(String id) {
    Tenant known = byId.get(id);
    return known != null ? known : admit(id);
  }

  /** The tenant of that ID as metrics know it; for questions, not for requests. */
  public Tenant named(String id) {
    if (id.equals(none.id())) {
      return none;
    }
    if (id.equals(invalid.id())) {
      return invalid;
    }
    Tenant known = byId.get(id);
    return known != null ? known : new Tenant(Tenant.OVERFLOW_INDEX, id, 0, hash.of(id));
  }

  /** How many tenants are interned, not counting {@code ~none} and {@code ~invalid}. */
  public int size() {
    return byId.size();
  }

  /** How many requests named a tenant for which there was no room. */
  public long beyondCapacity() {
    return beyondCapacity.get();
  }

  private synchronized Tenant admit(String id) {
    Tenant known = byId.get(id);
    if (known != null) {
      return known;
    }
    if (tagger == null) {
      tagger = new TenantTagger(siteKey.get());
    }
    if (byId.size() >= capacity) {
      beyondCapacity.incrementAndGet();
      return new Tenant(Tenant.OVERFLOW_INDEX, id, tagger.tag(id), hash.of(id));
    }
    Tenant tenant = new Tenant(size++, id, tagger.tag(id), hash.of(id));
    byId.put(id, tenant);
    return tenant;
  }
}
