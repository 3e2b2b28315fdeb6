package io.heddle.agent.tenant;

import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.TenantIdRule;
import java.util.List;

/**
 * Finds the tenant of an incoming request: the first of the policy's headers that is present
 * decides. Absent: {@code ~none}. Malformed: {@code ~invalid}, and the raw value goes nowhere. In
 * two lines that say different things: {@code ~invalid} too, because whoever reads the last one, a
 * proxy perhaps or the application, would serve another tenant than we record.
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

    /**
     * Whether another line of that header says something else than {@code first}, its first value.
     */
    default boolean isContradicted(R request, String name, String first) {
      return false;
    }
  }

  private final CurrentPolicy policy;
  private final TenantIdRule rule;
  private final TenantRegistry registry;

  /**
   * @param policy says which headers are asked, and in which order
   */
  public TenantResolver(CurrentPolicy policy, TenantIdRule rule, TenantRegistry registry) {
    this.policy = policy;
    this.rule = rule;
    this.registry = registry;
  }

  /** The tenant of a request; never null. Allocates nothing for a tenant already known. */
  public <R> Tenant resolve(HeaderReader<R> reader, R request) {
    List<String> headers = policy.policy().headers().tenant();
    for (int i = 0; i < headers.size(); i++) {
      String value = reader.header(request, headers.get(i));
      if (value != null) {
        if (reader.isContradicted(request, headers.get(i), value)) {
          return registry.contradicted();
        }
        return rule.accepts(value) ? registry.intern(value) : registry.invalid();
      }
    }
    return registry.none();
  }
}
