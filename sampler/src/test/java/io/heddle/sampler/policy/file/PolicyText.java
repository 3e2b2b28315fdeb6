package io.heddle.sampler.policy.file;

import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads policies that tests write down. */
final class PolicyText {
  /** Says something under every section. */
  static final String FULL =
      """
      version: 1
      revision: 7
      tiers:
        many: 100
        crowded: 400
        band: 0.2
        window: 10m
        fractions: {few: 0.9, many: 0.4, crowded: 0.05}
      labels:
        budget: 50
        strict: true
        pins: [acme, "globex"]
        incumbent-advantage: 2
        half-life: 30s
        error-weight: 20
        slow-weight: 5
        slow: 250ms
        rotations-per-hour: 12
        latency-bounds: [5ms, 2500ms]
        route-errors: 300
      traces:
        per-second: 10
        certainty-share: 0.5
        power: 0.25
        unknown-share: 0.1
        slow: 2s
        promoted-per-second: 3
      tenants:
        initech: {pin: true, traces: always}
        loud@example.org:
          traces: never
        4711: {traces: 2.5}
      audit:
        enabled: false
        reads: true
        guarantee: sync
        detail: encrypted
        actors: encrypted
        functions: [book_order, "billing.*"]
        rules:
          - action: skip
            types: [read]
            targets: ["health*"]
          - action: record
            guarantee: fail-closed
            detail: none
            digest: true
            fingerprint: [Region, id]
            as: config
      redaction:
        actors: true
        targets: [patient_*]
        paths: ["/patients/*"]
      headers:
        tenant: [X-Org, X-Tenant-ID]
        propagation-hosts: ["*.svc.cluster.local"]
      actors:
        from: [principal, jwt.sub, header:X-User]
      context:
        linger: 90s

      requests:
        path-segments: 4
        client-address: false
        trusted-proxies: [10.0.0.0/8, "::1"]
      """;

  private PolicyText() {}

  static Reading read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  static Reading read(byte[] bytes) {
    return new PolicyReader(Policy.DEFAULT, PolicyText::begunAlike).read(bytes);
  }

  static Policy accepted(String text) {
    Reading reading = read(text);
    if (reading instanceof Reading.Accepted accepted) {
      return accepted.policy();
    }
    throw new AssertionError(reading);
  }

  static List<String> problems(String text) {
    Reading reading = read(text);
    if (reading instanceof Reading.Refused refused) {
      return refused.problems().stream().map(Problem::toString).toList();
    }
    throw new AssertionError(reading);
  }

  /** Behind what every policy begins with, so that line 3 is the first of {@code text}. */
  static String policy(String text) {
    return "version: 1\nrevision: 1\n" + text;
  }

  static String begunAlike(String name, Iterable<String> candidates) {
    for (String candidate : candidates) {
      if (name.length() > 2 && candidate.startsWith(name.substring(0, 3))) {
        return candidate;
      }
    }
    return null;
  }
}
