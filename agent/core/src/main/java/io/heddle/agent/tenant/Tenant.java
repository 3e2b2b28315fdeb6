package io.heddle.agent.tenant;

import java.nio.charset.StandardCharsets;

/**
 * A tenant, interned: within one {@link TenantRegistry} there is one of each ID, save for tenants
 * beyond the registry's capacity, of which there is one a request. Equal by ID. Immutable.
 */
public final class Tenant {
  /** Index of every tenant beyond the registry's capacity. */
  public static final int OVERFLOW_INDEX = 2;

  private final int index;
  private final String id;
  private final byte[] idUtf8;
  private final long tag;
  private final long key;

  Tenant(int index, String id, long tag, long key) {
    this.index = index;
    this.id = id;
    this.idUtf8 = id.getBytes(StandardCharsets.UTF_8);
    this.tag = tag;
    this.key = key;
  }

  /** Dense, from 0 up; never reused while the JVM runs. */
  public int index() {
    return index;
  }

  /** The ID as the request gave it, {@code ~none} or {@code ~invalid}. */
  public String id() {
    return id;
  }

  /** The ID in UTF-8; shared, so callers must not change it. */
  public byte[] idUtf8() {
    return idUtf8;
  }

  /**
   * The 40-bit keyed tag that a tenant trace ID carries; 0 for {@code ~none} and {@code ~invalid}.
   */
  public long tag() {
    return tag;
  }

  /** A hash of the ID that nobody outside this process can foresee. */
  public long key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Tenant tenant && tenant.key == key && tenant.id.equals(id);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(key);
  }

  @Override
  public String toString() {
    return id;
  }
}
