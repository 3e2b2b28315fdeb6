package io.heddle.agent.policy;

import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.ContextRules;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.HostPatterns;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.PathPattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.policy.request.RequestRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Policies that say one thing and leave the rest as it is by default. */
public final class Policies {
  private Policies() {}

  /** Says which headers name the tenant, and which hosts may be told. */
  public static Policy headers(List<String> tenant, String... hosts) {
    HeaderRules headers = new HeaderRules(tenant, new HostPatterns(List.of(hosts)));
    return of(AuditRules.DEFAULT, Redaction.NONE, headers);
  }

  /** Records no operation of a type on a table. */
  public static Policy skipping(String type, String target) {
    AuditRule skip = new AuditRule(false, Set.of(type), List.of(new NamePattern(target)));
    return of(new AuditRules(false, List.of(skip)), Redaction.NONE, HeaderRules.DEFAULT);
  }

  /** Records nothing. */
  public static Policy paused() {
    AuditRules paused = new AuditRules(false, false, List.of());
    return of(paused, Redaction.NONE, HeaderRules.DEFAULT);
  }

  /** Hides actors, a target and a path. */
  public static Policy hiding(String target, String path) {
    return of(
        AuditRules.DEFAULT,
        new Redaction(true, List.of(new NamePattern(target)), List.of(new PathPattern(path))),
        HeaderRules.DEFAULT);
  }

  /** Asks these for the name of whoever makes a request. */
  public static Policy askingActorsOf(List<ActorSource> sources) {
    return new Policy(
        1,
        Policy.DEFAULT.tiers(),
        Policy.DEFAULT.labels(),
        Policy.DEFAULT.traces(),
        Policy.DEFAULT.tenants(),
        AuditRules.DEFAULT,
        Redaction.NONE,
        HeaderRules.DEFAULT,
        sources,
        ContextRules.DEFAULT,
        RequestRules.DEFAULT);
  }

  /** Lets work linger for so long after its request's end. */
  public static Policy lingering(Duration linger) {
    return new Policy(
        1,
        Policy.DEFAULT.tiers(),
        Policy.DEFAULT.labels(),
        Policy.DEFAULT.traces(),
        Policy.DEFAULT.tenants(),
        AuditRules.DEFAULT,
        Redaction.NONE,
        HeaderRules.DEFAULT,
        List.of(),
        new ContextRules(linger),
        RequestRules.DEFAULT);
  }

  /** Keeps detail of all that is recorded, encrypted. */
  public static Policy sealing() {
    return of(
        new AuditRules(true, false, List.of(), null, true, false),
        Redaction.NONE,
        HeaderRules.DEFAULT);
  }

  /** Keeps actors encrypted. */
  public static Policy sealingActors() {
    return of(
        new AuditRules(true, false, List.of(), null, false, true),
        Redaction.NONE,
        HeaderRules.DEFAULT);
  }

  /** Keeps detail of all that is recorded, and hides a target. */
  public static Policy sealingButHiding(String target) {
    return of(
        new AuditRules(true, false, List.of(), null, true, false),
        new Redaction(false, List.of(new NamePattern(target)), List.of()),
        HeaderRules.DEFAULT);
  }

  /** One that says this, and nothing else. */
  public static Policy of(AuditRules audit, Redaction redaction, HeaderRules headers) {
    return new Policy(
        1,
        Policy.DEFAULT.tiers(),
        Policy.DEFAULT.labels(),
        Policy.DEFAULT.traces(),
        Policy.DEFAULT.tenants(),
        audit,
        redaction,
        headers);
  }
}
