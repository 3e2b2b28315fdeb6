package io.heddle.agent.tenant;

import java.nio.charset.StandardCharsets;

/**
 * A tenant, interned: within one {@link TenantRegistry} two references are equal exactly if they
 * are the same, save for tenants beyond the registry's capacity. Immutable.
 */
public final class Tenant {
  /** Index of every tenant beyond the registry's capacity; metrics count them as {@code ~other}. */
  public static final int OVERFLOW_INDEX = 2;

  private final int index;
  private final String id;
  private final byte[] idUtf8;
  private final long tag;

  Tenant(int index, String id, long tag) {
    this.index = index;
    this.id = id;
    this.idUtf8 = id.getBytes(StandardCharsets.UTF_8);
    this.tag = tag;
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

  @Override
  public String toString() {
    return id;
  }
}
