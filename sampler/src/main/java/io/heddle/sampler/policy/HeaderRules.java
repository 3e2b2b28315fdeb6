package io.heddle.sampler.policy;

import java.util.List;

/**
 * Which headers name the tenant, and who is told.
 *
 * @param tenant names of request headers, in the order in which they are asked; requests made carry
 *     the first
 * @param propagation hosts that requests made may tell the tenant to
 */
public record HeaderRules(List<String> tenant, HostPatterns propagation) {
  /** One header, and nobody is told. */
  public static final HeaderRules DEFAULT =
      new HeaderRules(List.of("X-Tenant-ID"), HostPatterns.NONE);

  /** Keeps a copy of {@code tenant}. */
  public HeaderRules {
    tenant = List.copyOf(tenant);
  }

  /** The header that requests made carry; empty if no header names tenants. */
  public String toldAs() {
    return tenant.isEmpty() ? "" : tenant.get(0);
  }
}
