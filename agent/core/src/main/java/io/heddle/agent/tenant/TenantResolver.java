package io.heddle.agent.tenant;

import java.util.List;

/**
 * Finds the tenant of an incoming request: the first of the configured headers that is present
 * decides. Absent: {@code ~none}. Malformed: {@code ~invalid}, and the raw value goes nowhere.
 */
public final class TenantResolver {
  /**
   * Reads a header of one kind of request.
   *
   * @param <R> the server's request class
   */
  public interface HeaderReader<R> {
    /** The first value of a header, or null if the request has none of that name. */
    String header(R request, String name);
  }

  private final String[] headers;
  private final TenantIdRule rule;
  private final TenantRegistry registry;

  /**
   * @param headers names of the headers, in the order in which they are asked
   */
  public TenantResolver(List<String> headers, TenantIdRule rule, TenantRegistry registry) {
    this.headers = headers.toArray(new String[0]);
    this.rule = rule;
    this.registry = registry;
  }

  /** The tenant of a request; never null. Allocates nothing for a tenant already known. */
  public <R> Tenant resolve(HeaderReader<R> reader, R request) {
    for (String header : headers) {
      String value = reader.header(request, header);
      if (value != null) {
        return rule.accepts(value) ? registry.intern(value) : registry.invalid();
      }
    }
    return registry.none();
  }
}
