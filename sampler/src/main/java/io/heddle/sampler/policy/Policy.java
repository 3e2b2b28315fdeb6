package io.heddle.sampler.policy;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.policy.request.RequestRules;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TraceRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that an operator decides while the application runs. Immutable; equal if it decides the same.
 *
 * @param revision grows with every change; 0 if there is no policy file
 * @param tiers from how many tenants on there are many, and too many
 * @param labels which tenants keep their label
 * @param traces how many traces are kept, and whose
 * @param tenants what is said about single tenants, by ID
 * @param audit which operations are recorded
 * @param redaction what is taken out before anything leaves the process
 * @param headers which headers name the tenant, and who is told
 * @param actors where the name of whoever makes a request comes from, the most trusted first; empty
 *     for the principal alone
 * @param context how long work belongs to the request that handed it over
 * @param requests what is recorded of a request besides its route
 */
public record Policy(
    long revision,
    TierEdges tiers,
    LabelRules labels,
    TraceRules traces,
    Map<String, TenantRules> tenants,
    AuditRules audit,
    Redaction redaction,
    HeaderRules headers,
    List<ActorSource> actors,
    ContextRules context,
    RequestRules requests) {
  /** What is in force if nobody says anything. */
  public static final Policy DEFAULT =
      new Policy(
          0,
          TierEdges.DEFAULT,
          LabelRules.DEFAULT,
          TraceRules.DEFAULT,
          Map.of(),
          AuditRules.DEFAULT,
          Redaction.NONE,
          HeaderRules.DEFAULT);

  /** Keeps copies. */
  public Policy {
    tenants = Map.copyOf(tenants);
    actors = List.copyOf(actors);
  }

  /** One that asks the principal alone, with the default rules for contexts and requests. */
  public Policy(
      long revision,
      TierEdges tiers,
      LabelRules labels,
      TraceRules traces,
      Map<String, TenantRules> tenants,
      AuditRules audit,
      Redaction redaction,
      HeaderRules headers) {
    this(
        revision,
        tiers,
        labels,
        traces,
        tenants,
        audit,
        redaction,
        headers,
        List.of(),
        ContextRules.DEFAULT,
        RequestRules.DEFAULT);
  }

  /** What is said about a tenant; nothing, if it is not named. */
  public TenantRules tenant(String id) {
    return tenants.getOrDefault(id, TenantRules.NONE);
  }

  /** The IDs of tenants that always have their label. */
  public Set<String> pinned() {
    Set<String> pinned = new TreeSet<>();
    for (Map.Entry<String, TenantRules> tenant : tenants.entrySet()) {
      if (tenant.getValue().isPinned()) {
        pinned.add(tenant.getKey());
      }
    }
    return pinned;
  }

  /** The names of the sections in which this policy differs from another, in the file's order. */
  public List<String> differencesFrom(Policy other) {
    List<String> names = new ArrayList<>();
    note(names, "tiers", tiers.equals(other.tiers));
    note(names, "labels", labels.equals(other.labels));
    note(names, "traces", traces.equals(other.traces));
    note(names, "tenants", tenants.equals(other.tenants));
    note(names, "audit", audit.equals(other.audit));
    note(names, "redaction", redaction.equals(other.redaction));
    note(names, "headers", headers.equals(other.headers));
    note(names, "actors", actors.equals(other.actors));
    note(names, "context", context.equals(other.context));
    note(names, "requests", requests.equals(other.requests));
    return names;
  }

  private static void note(List<String> names, String name, boolean isSame) {
    if (!isSame) {
      names.add(name);
    }
  }
}
