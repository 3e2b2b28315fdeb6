package io.heddle.sampler.policy.file;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.ContextRules;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.HostPatterns;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.PathPattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.policy.TenantRules;
import io.heddle.sampler.policy.request.AddressRange;
import io.heddle.sampler.policy.request.RequestRules;
import io.heddle.sampler.policy.yaml.Node;
import io.heddle.sampler.policy.yaml.Place;
import io.heddle.sampler.policy.yaml.Problems;
import io.heddle.sampler.policy.yaml.YamlTree;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TierFractions;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a policy of a file's bytes, or says all that is wrong with them. A file is accepted as a
 * whole or not at all.
 *
 * <p>Bounds: files up to {@link #LARGEST_BYTES}, {@link #MOST_TENANTS} tenants, {@link #MOST_RULES}
 * audit rules, {@link #MOST_FUNCTIONS} functions.
 */
public final class PolicyReader {
  /** The largest file. */
  public static final int LARGEST_BYTES = 1 << 20;

  static final int MOST_TENANTS = 10_000;
  static final int MOST_RULES = 256;
  static final int MOST_FUNCTIONS = 256;
  private static final int MOST_ACTOR_SOURCES = 8;
  private static final int MOST_PROXIES = 100;
  private static final int MOST_KEY_COLUMNS = 16;

  private final Policy defaults;
  private final Spelling spelling;

  /**
   * @param defaults what holds where the file says nothing
   * @param spelling suggests what a misspelt name may have meant
   */
  public PolicyReader(Policy defaults, Spelling spelling) {
    this.defaults = defaults;
    this.spelling = spelling;
  }

  /** Reads a file, whatever its bytes; never throws. */
  public Reading read(byte[] bytes) {
    Problems problems = new Problems();
    if (bytes.length > LARGEST_BYTES) {
      problems.add(Place.START, "", "", "at most " + LARGEST_BYTES + " bytes, not " + bytes.length);
      return new Reading.Refused(problems.all());
    }
    String text = decode(bytes, problems);
    Node root = text == null ? null : YamlTree.read(text, problems);
    Section file = root == null ? null : new SectionReader(problems, spelling).read(root);
    Policy policy = file == null ? null : policy(file, problems);
    return problems.isEmpty() && policy != null
        ? new Reading.Accepted(policy, file.placeOf(PolicyKey.REVISION))
        : new Reading.Refused(problems.all());
  }

  private static String decode(byte[] bytes, Problems problems) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      problems.add(Place.START, "", "", "text in UTF-8");
      return null;
    }
  }

  private Policy policy(Section file, Problems problems) {
    Section tiers = file.section("tiers");
    Map<String, TenantRules> tenants = tenants(file, problems);
    try {
      return new Policy(
          file.value(PolicyKey.REVISION, 0L),
          edges(tiers, problems),
          labels(file.section("labels"), problems),
          traces(file.section("traces"), tiers.section("fractions")),
          tenants,
          audit(file.section("audit"), problems),
          redaction(file.section("redaction")),
          headers(file.section("headers"), problems),
          actors(file.section("actors"), problems),
          context(file.section("context")),
          requests(file.section("requests"), problems));
    } catch (IllegalArgumentException contradiction) {
      // What a record refuses although each value is of its form.
      if (problems.isEmpty()) {
        problems.add(Place.START, "", "", "other values: " + contradiction.getMessage());
      }
      return null;
    }
  }

  private TierEdges edges(Section tiers, Problems problems) {
    TierEdges otherwise = defaults.tiers();
    int many = tiers.count(PolicyKey.TIERS_MANY, otherwise.many());
    int crowded = tiers.count(PolicyKey.TIERS_CROWDED, otherwise.crowded());
    if (crowded <= many) {
      problems.add(
          tiers.placeOf(PolicyKey.TIERS_CROWDED),
          "tiers.crowded",
          Integer.toString(crowded),
          "more than tiers.many, which is " + many);
      return otherwise;
    }
    return new TierEdges(
        many,
        crowded,
        tiers.value(PolicyKey.TIERS_BAND, otherwise.band()),
        tiers.value(PolicyKey.TIERS_WINDOW, otherwise.window()));
  }

  private LabelRules labels(Section labels, Problems problems) {
    LabelRules otherwise = defaults.labels();
    return new LabelRules(
        labels.count(PolicyKey.LABELS_BUDGET, otherwise.budget()),
        labels.value(PolicyKey.LABELS_STRICT, otherwise.strict()),
        labels.value(PolicyKey.LABELS_ADVANTAGE, otherwise.incumbentAdvantage()),
        labels.value(PolicyKey.LABELS_HALF_LIFE, otherwise.halfLife()),
        labels.count(PolicyKey.LABELS_ERROR_WEIGHT, otherwise.errorWeight()),
        labels.count(PolicyKey.LABELS_SLOW_WEIGHT, otherwise.slowWeight()),
        labels.value(PolicyKey.LABELS_SLOW, otherwise.slow()),
        labels.count(PolicyKey.LABELS_ROTATIONS, otherwise.rotationsPerHour()),
        series(labels, otherwise.series(), problems));
  }

  private static LabelSeries series(Section labels, LabelSeries otherwise, Problems problems) {
    List<Duration> bounds = labels.value(PolicyKey.LABELS_LATENCY, otherwise.latencyBounds());
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i).compareTo(bounds.get(i - 1)) <= 0) {
        problems.add(
            labels.placeOf(PolicyKey.LABELS_LATENCY),
            "labels.latency-bounds",
            bounds.get(i).toMillis() + "ms",
            "more than the bound before it, which is " + bounds.get(i - 1).toMillis() + "ms");
        return otherwise;
      }
    }
    return new LabelSeries(
        bounds, labels.count(PolicyKey.LABELS_ROUTE_ERRORS, otherwise.routeErrors()));
  }

  private TraceRules traces(Section traces, Section fractions) {
    TraceRules otherwise = defaults.traces();
    double perSecond = traces.value(PolicyKey.TRACES_PER_SECOND, otherwise.tracesPerSecond());
    return new TraceRules(
        perSecond,
        traces.value(PolicyKey.TRACES_CERTAINTY_SHARE, otherwise.certaintyShare()),
        traces.value(PolicyKey.TRACES_POWER, otherwise.power()),
        traces.value(PolicyKey.TRACES_UNKNOWN_SHARE, otherwise.unknownShare()),
        new TierFractions(
            fractions.value(PolicyKey.FRACTIONS_FEW, otherwise.fractions().few()),
            fractions.value(PolicyKey.FRACTIONS_MANY, otherwise.fractions().many()),
            fractions.value(PolicyKey.FRACTIONS_CROWDED, otherwise.fractions().crowded())),
        traces.value(PolicyKey.TRACES_SLOW, otherwise.slow()),
        traces.value(
            PolicyKey.TRACES_PROMOTED, otherwise.withBudget(perSecond).promotedPerSecond()));
  }

  private Map<String, TenantRules> tenants(Section file, Problems problems) {
    Map<String, TenantRules> tenants = new LinkedHashMap<>();
    Section labels = file.section("labels");
    Set<String> pinned =
        new HashSet<>(labels.<List<String>>value(PolicyKey.LABELS_PINS, List.of()));
    for (String tenant : pinned) {
      tenants.put(tenant, new TenantRules(true, TraceWeight.NORMAL));
    }
    for (Map.Entry<String, Section> entry : file.section("tenants").sections().entrySet()) {
      Section tenant = entry.getValue();
      boolean isPinned = tenant.value(PolicyKey.TENANT_PIN, pinned.contains(entry.getKey()));
      if (!isPinned && pinned.contains(entry.getKey())) {
        problems.add(
            tenant.placeOf(PolicyKey.TENANT_PIN),
            "tenants." + entry.getKey() + ".pin",
            "false",
            "true, because labels.pins names it");
      }
      TraceWeight weight = tenant.value(PolicyKey.TENANT_TRACES, TraceWeight.NORMAL);
      tenants.put(entry.getKey(), new TenantRules(isPinned, weight));
    }
    atMost(MOST_TENANTS, tenants.size(), "tenants", problems);
    int labelled = labels.count(PolicyKey.LABELS_BUDGET, defaults.labels().budget()) - 1;
    long pins = tenants.values().stream().filter(TenantRules::isPinned).count();
    if (pins > labelled) {
      problems.add(
          labels.placeOf(PolicyKey.LABELS_PINS),
          "labels.pins",
          Long.toString(pins),
          "at most " + labelled + " pinned tenants, one less than labels.budget");
    }
    return tenants;
  }

  private AuditRules audit(Section audit, Problems problems) {
    Guarantee guarantee = guarantee(audit, PolicyKey.AUDIT_GUARANTEE, defaults.audit().guarantee());
    boolean keepsDetail =
        isEncrypted(audit, PolicyKey.AUDIT_DETAIL, defaults.audit().keepsDetail());
    List<AuditRule> rules =
        audit.list("rules").stream()
            .map(rule -> auditRule(rule, guarantee, keepsDetail, problems))
            .toList();
    atMost(MOST_RULES, rules.size(), "audit.rules", problems);
    List<NamePattern> functions =
        audit.value(PolicyKey.AUDIT_FUNCTIONS, defaults.audit().functions());
    atMost(MOST_FUNCTIONS, functions.size(), "audit.functions", problems);
    return new AuditRules(
        audit.value(PolicyKey.AUDIT_ENABLED, defaults.audit().isEnabled()),
        audit.value(PolicyKey.AUDIT_READS, defaults.audit().recordsReads()),
        rules,
        guarantee,
        keepsDetail,
        isEncrypted(audit, PolicyKey.AUDIT_ACTORS, defaults.audit().sealsActors()),
        functions);
  }

  private static AuditRule auditRule(
      Section rule, Guarantee otherwise, boolean keepsDetail, Problems problems) {
    boolean records = rule.value(PolicyKey.AUDIT_ACTION, "record").equals("record");
    if (!records) {
      noneOf(rule, PolicyKey.AUDIT_RULE_GUARANTEE, "guarantee", problems);
      noneOf(rule, PolicyKey.AUDIT_RULE_DETAIL, "detail", problems);
      noneOf(rule, PolicyKey.AUDIT_AS, "as", problems);
    }
    return new AuditRule(
        records,
        Set.copyOf(rule.<List<String>>value(PolicyKey.AUDIT_TYPES, List.of())),
        rule.<List<NamePattern>>value(PolicyKey.AUDIT_TARGETS, List.of()),
        records ? guarantee(rule, PolicyKey.AUDIT_RULE_GUARANTEE, otherwise) : null,
        records && isEncrypted(rule, PolicyKey.AUDIT_RULE_DETAIL, keepsDetail),
        rule.value(PolicyKey.AUDIT_DIGEST, false),
        fingerprintKey(rule, records, problems),
        rule.value(PolicyKey.AUDIT_AS, ""));
  }

  /** In the order in which a row's canonical form has its columns. */
  private static List<String> fingerprintKey(Section rule, boolean records, Problems problems) {
    List<String> named = rule.value(PolicyKey.AUDIT_FINGERPRINT, List.of());
    List<String> key =
        named.stream()
            .map(column -> column.toLowerCase(Locale.ROOT))
            .distinct()
            .sorted(Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare))
            .toList();
    if (!key.isEmpty() && !records) {
      problems.add(
          rule.placeOf(PolicyKey.AUDIT_FINGERPRINT),
          "fingerprint",
          String.join(", ", named),
          "none where action is skip");
    }
    if (key.size() < named.size() || key.size() > MOST_KEY_COLUMNS) {
      problems.add(
          rule.placeOf(PolicyKey.AUDIT_FINGERPRINT),
          "fingerprint",
          String.join(", ", named),
          "at most " + MOST_KEY_COLUMNS + " columns, each once");
    }
    return key;
  }

  /** What is skipped is kept in no way. */
  private static void noneOf(Section rule, PolicyKey key, String name, Problems problems) {
    String said = rule.value(key, null);
    if (said != null) {
      problems.add(rule.placeOf(key), name, said, "none where action is skip");
    }
  }

  private static Guarantee guarantee(Section section, PolicyKey key, Guarantee otherwise) {
    String name = section.value(key, null);
    return name == null ? otherwise : Guarantee.named(name);
  }

  private static boolean isEncrypted(Section section, PolicyKey key, boolean otherwise) {
    String said = section.value(key, null);
    return said == null ? otherwise : said.equals("encrypted");
  }

  private Redaction redaction(Section redaction) {
    return new Redaction(
        redaction.value(PolicyKey.REDACTION_ACTORS, defaults.redaction().hidesActors()),
        redaction.<List<NamePattern>>value(
            PolicyKey.REDACTION_TARGETS, defaults.redaction().targets()),
        redaction.<List<PathPattern>>value(
            PolicyKey.REDACTION_PATHS, defaults.redaction().paths()));
  }

  private HeaderRules headers(Section headers, Problems problems) {
    List<String> tenant = headers.value(PolicyKey.HEADERS_TENANT, defaults.headers().tenant());
    if (tenant.isEmpty()) {
      problems.add(
          headers.placeOf(PolicyKey.HEADERS_TENANT), "headers.tenant", "", "at least one header");
    }
    List<String> hosts = headers.value(PolicyKey.HEADERS_PROPAGATION, null);
    return new HeaderRules(
        tenant, hosts == null ? defaults.headers().propagation() : new HostPatterns(hosts));
  }

  private List<ActorSource> actors(Section actors, Problems problems) {
    List<ActorSource> from =
        actors.<List<ActorSource>>value(PolicyKey.ACTORS_FROM, defaults.actors());
    atMost(MOST_ACTOR_SOURCES, from.size(), "actors.from", problems);
    return from;
  }

  private ContextRules context(Section context) {
    return new ContextRules(context.value(PolicyKey.CONTEXT_LINGER, defaults.context().linger()));
  }

  private RequestRules requests(Section requests, Problems problems) {
    RequestRules otherwise = defaults.requests();
    List<AddressRange> proxies =
        requests.value(PolicyKey.REQUESTS_PROXIES, otherwise.trustedProxies());
    atMost(MOST_PROXIES, proxies.size(), "requests.trusted-proxies", problems);
    return new RequestRules(
        requests.count(PolicyKey.REQUESTS_SEGMENTS, otherwise.pathSegments()),
        requests.value(PolicyKey.REQUESTS_CLIENTS, otherwise.keepsClients()),
        proxies);
  }

  private static void atMost(int most, int found, String key, Problems problems) {
    if (found > most) {
      problems.add(Place.START, key, Integer.toString(found), "at most " + most);
    }
  }
}
