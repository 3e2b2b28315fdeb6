package io.heddle.sampler.policy.file;

import io.heddle.sampler.labels.LabelRules;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.PathPattern;
import io.heddle.sampler.policy.TenantIdRule;
import io.heddle.sampler.policy.request.AddressRange;
import io.heddle.sampler.policy.request.RequestRules;
import io.heddle.sampler.series.LabelSeries;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.traces.TraceRules;
import io.heddle.sampler.traces.TraceWeight;
import java.time.Duration;
import java.util.Set;

/**
 * Every key of a policy file: where it stands, what its value looks like, what holds without it,
 * and what it does. The reader accepts these and nothing else, and the reference page shows them.
 *
 * <p>In a path, {@code <…>} is a name of the operator's choice, and {@code []} each item of a list.
 */
public enum PolicyKey {
  VERSION("version", Form.whole(1, 1), "required", "Version of this format."),
  REVISION(
      "revision",
      Form.whole(1, Long.MAX_VALUE),
      "required",
      "Revision of the content; each change needs a higher one."),

  TIERS_MANY(
      "tiers.many",
      Form.whole(1, TierEdges.MOST),
      "2000",
      "From how many tenants on there are many."),
  TIERS_CROWDED(
      "tiers.crowded",
      Form.whole(2, TierEdges.MOST),
      "8000",
      "Above how many tenants it is crowded; more than `tiers.many`."),
  TIERS_BAND(
      "tiers.band",
      Form.number("a number from 0 to 0.99", 0, 0.99),
      "0.1",
      "By what share of an edge the number must fall below it before the tier is left again."),
  TIERS_WINDOW(
      "tiers.window",
      Form.duration(Duration.ofSeconds(1), Duration.ofDays(1), "from 1s to 24h"),
      "5m",
      "How long a tenant counts after it was last met, at most twice over."),
  FRACTIONS_FEW(
      "tiers.fractions.few",
      Form.SHARE,
      "1",
      "The most of all traces that may be kept while there are few tenants."),
  FRACTIONS_MANY("tiers.fractions.many", Form.SHARE, "0.5", "The same while there are many."),
  FRACTIONS_CROWDED("tiers.fractions.crowded", Form.SHARE, "0.1", "The same while it is crowded."),

  LABELS_BUDGET(
      "labels.budget",
      Form.whole(1, LabelRules.MOST_LABELS),
      "`heddle.labels.budget`",
      "The most tenant label values on a page, `~other` included."),
  LABELS_STRICT(
      "labels.strict",
      Form.FLAG,
      "false",
      "Whether all tenants lose their label while it is crowded, and not only the light ones."),
  LABELS_PINS(
      "labels.pins", Form.listOf(tenantId()), "none", "Tenants that always have their label."),
  LABELS_ADVANTAGE(
      "labels.incumbent-advantage",
      Form.number("a number from 1 to 100", 1, 100),
      "1.5",
      "How many times the weight of a labelled tenant another must have to take its place."),
  LABELS_HALF_LIFE(
      "labels.half-life",
      Form.duration(Duration.ofSeconds(1), Duration.ofDays(1), "from 1s to 24h"),
      "1m",
      "After which time an operation weighs half."),
  LABELS_ERROR_WEIGHT(
      "labels.error-weight",
      Form.whole(1, LabelRules.MOST_WEIGHT),
      "10",
      "How many operations one that failed weighs."),
  LABELS_SLOW_WEIGHT(
      "labels.slow-weight",
      Form.whole(1, LabelRules.MOST_WEIGHT),
      "4",
      "How many operations a slow one weighs."),
  LABELS_SLOW(
      "labels.slow",
      Form.duration(Duration.ofMillis(1), Duration.ofDays(1), "from 1ms to 24h"),
      "1s",
      "From which duration on an operation is slow."),
  LABELS_ROTATIONS(
      "labels.rotations-per-hour",
      Form.whole(0, LabelRules.MOST_ROTATIONS),
      "no bound",
      "How many tenants an hour may take the label of another, beside pinned ones. The series of a"
          + " label that was lost stay active in a scraper for some minutes, so labels that rotate"
          + " make more active series than the budget."),
  LABELS_LATENCY(
      "labels.latency-bounds",
      Form.listOf(bound()),
      "25ms, 100ms, 250ms, 1s, 5s",
      "The buckets of each labelled tenant's latency histogram, rising; one without a bound comes"
          + " on top. Each is a series a label; an empty list turns the histogram off."),
  LABELS_ROUTE_ERRORS(
      "labels.route-errors",
      Form.whole(0, LabelSeries.MOST_ROUTE_ERRORS),
      "0",
      "How many pairs of a labelled tenant and a route may have a series of their errors; 0 is"
          + " none."),

  TRACES_PER_SECOND(
      "traces.per-second",
      Form.number("a number from 0 to 1000000", 0, TraceRules.MOST_TRACES_PER_SECOND),
      "`heddle.traces.budget`",
      "Traces kept in a second by this process, failed and slow ones included."),
  TRACES_CERTAINTY_SHARE(
      "traces.certainty-share",
      Form.SHARE,
      "0.85",
      "Share of that budget for first traces: those of tenants that had none lately."),
  TRACES_POWER(
      "traces.power",
      Form.SHARE,
      "0.6",
      "How the rest is divided: by each tenant's rate to this power; 0 is the same for everybody."),
  TRACES_UNKNOWN_SHARE(
      "traces.unknown-share",
      Form.SHARE,
      "0.2",
      "Share of the budget that unknown and new tenants have together."),
  TRACES_SLOW(
      "traces.slow",
      Form.duration(Duration.ofMillis(1), Duration.ofDays(1), "from 1ms to 24h"),
      "1s",
      "From which duration on a request is kept for being slow."),
  TRACES_PROMOTED(
      "traces.promoted-per-second",
      Form.number("a number from 0 to 1000000", 0, TraceRules.MOST_TRACES_PER_SECOND),
      "a fifth of the budget",
      "Part of the budget that failed and slow requests may take."),

  TENANT_PIN("tenants.<tenant>.pin", Form.FLAG, "false", "Whether it always has its label."),
  TENANT_TRACES(
      "tenants.<tenant>.traces",
      Form.one("always, never, normal or a factor from 0.001 to 1000", PolicyKey::traceWeight),
      "normal",
      "`always`: all its traces while the budget lasts; `never`: only failed and slow ones; a"
          + " factor: so many times its part of the budget."),

  AUDIT_ENABLED(
      "audit.enabled",
      Form.FLAG,
      "true",
      "Whether anything is recorded; a pause and its end are recorded themselves."),
  AUDIT_READS(
      "audit.reads",
      Form.FLAG,
      "`heddle.audit.reads`",
      "Whether reads are recorded where no rule says otherwise."),
  AUDIT_GUARANTEE(
      "audit.guarantee",
      guarantee(),
      "`heddle.audit.guarantee`",
      "What the records of committed writes survive where no rule applies: `async` the end of the"
          + " process; `sync` a power loss as well; `fail-closed`: a commit that cannot be recorded"
          + " so is refused."),
  AUDIT_DETAIL(
      "audit.detail",
      detail(),
      "none",
      "Whether literals and bound values of recorded statements are kept where no rule applies;"
          + " `encrypted` needs `heddle.privacy.master-key`."),
  AUDIT_ACTORS(
      "audit.actors",
      Form.oneOf(Set.of("plain", "encrypted"), "plain or encrypted"),
      "plain",
      "How the names of authenticated users are kept in records; `encrypted` needs"
          + " `heddle.privacy.master-key`, and then nobody can ask by them."),
  AUDIT_FUNCTIONS(
      "audit.functions",
      Form.listOf(namePattern()),
      "none",
      "Functions of the database that write, `*` for any characters: a query that calls one is"
          + " recorded as a call of it. Without a schema, those of all schemas."),
  AUDIT_ACTION(
      "audit.rules[].action",
      Form.oneOf(Set.of("record", "skip"), "record or skip"),
      "required",
      "What becomes of the operations that this rule applies to; the first rule that does decides."),
  AUDIT_TYPES(
      "audit.rules[].types",
      Form.listOf(
          Form.oneOf(
              OperationTypes.NAMES, "create, read, update, delete, merge, ddl, call or other")),
      "all",
      "Types of operations, as a statement or an HTTP method shows them."),
  AUDIT_TARGETS(
      "audit.rules[].targets",
      Form.listOf(namePattern()),
      "all",
      "Tables and routes, `*` for any characters."),
  AUDIT_RULE_GUARANTEE(
      "audit.rules[].guarantee",
      guarantee(),
      "`audit.guarantee`",
      "The same for the writes that this rule applies to."),
  AUDIT_RULE_DETAIL(
      "audit.rules[].detail",
      detail(),
      "`audit.detail`",
      "The same as `audit.detail` for the statements that this rule applies to."),
  AUDIT_DIGEST(
      "audit.rules[].digest",
      Form.FLAG,
      "false",
      "Whether the SHA-256 of what is read of the body is recorded of requests that this rule"
          + " applies to."),
  AUDIT_AS(
      "audit.rules[].as",
      Form.oneOf(Set.of("login", "config"), "login or config"),
      "their own",
      "What records call the type of the operations that this rule applies to: no statement or HTTP"
          + " method shows that somebody logs in, or that settings are changed."),
  AUDIT_FINGERPRINT(
      "audit.rules[].fingerprint",
      Form.listOf(Form.one("the name of a column", PolicyKey::column)),
      "none",
      "Columns that identify a row of the tables that this rule applies to: with them, fingerprints"
          + " of the rows written are recorded."),

  REDACTION_ACTORS(
      "redaction.actors", Form.FLAG, "false", "Whether names of authenticated users are left out."),
  REDACTION_TARGETS(
      "redaction.targets",
      Form.listOf(namePattern()),
      "none",
      "Tables, columns and routes whose names are left out, with the statement or path that holds"
          + " one."),
  REDACTION_PATHS(
      "redaction.paths",
      Form.listOf(
          Form.one(
              "a path such as /patients/*, with * for a segment or ** for the rest",
              PolicyKey::pathPattern)),
      "none",
      "Paths of URLs in spans whose segments `*` are left out."),

  HEADERS_TENANT(
      "headers.tenant",
      Form.listOf(Form.one("the name of an HTTP header", PolicyKey::headerName)),
      "`heddle.tenant.headers`",
      "Request headers that name the tenant; the first one present decides."),
  HEADERS_PROPAGATION(
      "headers.propagation-hosts",
      Form.listOf(
          Form.one("a host such as orders.internal or *.svc.cluster.local", PolicyKey::host)),
      "`heddle.tenant.propagation.hosts`",
      "Hosts that requests made may tell the tenant to."),

  ACTORS_FROM(
      "actors.from",
      Form.listOf(
          Form.one("principal, jwt.CLAIM such as jwt.sub, or header:NAME", PolicyKey::actorSource)),
      "principal",
      "Where the name of whoever makes a request comes from; the first that gives one decides."),

  CONTEXT_LINGER(
      "context.linger",
      Form.duration(Duration.ZERO, Duration.ofDays(1), "from 0s to 24h"),
      "10m",
      "How long after a request's end work that was handed over while it was served still counts as"
          + " its tenant's; from then on it is of `~none`, with a note of who began it."),

  REQUESTS_SEGMENTS(
      "requests.path-segments",
      Form.whole(0, RequestRules.MOST_SEGMENTS),
      "2",
      "How many segments of its path stand for the route of a request that has none, such as one"
          + " that the application's security has stopped. What looks like a value is left out, and"
          + " what `redaction` says."),
  REQUESTS_CLIENTS(
      "requests.client-address",
      Form.FLAG,
      "true",
      "Whether records and spans of requests name the client's address."),
  REQUESTS_PROXIES(
      "requests.trusted-proxies",
      Form.listOf(
          Form.one(
              "an address such as 127.0.0.1 or a range such as 10.0.0.0/8", AddressRange::parse)),
      "none",
      "Peers whose `Forwarded` or `X-Forwarded-For` header says who the client is; of anybody else"
          + " neither is believed.");

  private final String path;
  private final Form form;
  private final String defaultValue;
  private final String description;

  PolicyKey(String path, Form form, String defaultValue, String description) {
    this.path = path;
    this.form = form;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** Where it stands, such as {@code tenants.<tenant>.pin}. */
  public String path() {
    return path;
  }

  /** What its value looks like, to end the sentence "expected …". */
  public String expectation() {
    return form.isList() ? "a list, each " + form.expectation() : form.expectation();
  }

  /** What holds without it. */
  public String defaultValue() {
    return defaultValue;
  }

  /** What it does. */
  public String description() {
    return description;
  }

  Form form() {
    return form;
  }

  boolean isRequired() {
    return defaultValue.equals("required");
  }

  /** A bound that latencies are counted by; how it is written does not matter. */
  private static Form bound() {
    Form any = Form.duration(Duration.ofMillis(1), Duration.ofDays(1), "");
    return Form.one(
        "some of 5ms, 25ms, 100ms, 250ms, 500ms, 1s, 2500ms, 5s, 10s, rising",
        text -> {
          Object bound = any.read(text);
          return bound != null && LabelSeries.BOUNDS.contains(bound) ? bound : null;
        });
  }

  private static Form tenantId() {
    return Form.one(TENANT_ID, text -> isTenantId(text) ? text : null);
  }

  /** What a tenant's ID looks like, to end the sentence "expected …". */
  static final String TENANT_ID =
      "a tenant ID: 1 to " + TenantIdRule.LONGEST + " letters, digits and . _ - : @ / + =";

  static boolean isTenantId(String text) {
    return new TenantIdRule(TenantIdRule.LONGEST).accepts(text);
  }

  private static Form guarantee() {
    return Form.oneOf(Set.of("async", "sync", "fail-closed"), Guarantee.EXPECTED);
  }

  private static Form detail() {
    return Form.oneOf(Set.of("none", "encrypted"), "none or encrypted");
  }

  private static Form namePattern() {
    return Form.one("a name, with * for any characters", NamePattern::new);
  }

  private static Object traceWeight(String text) {
    return switch (text) {
      case "always" -> TraceWeight.ALWAYS;
      case "never" -> TraceWeight.NEVER;
      case "normal" -> TraceWeight.NORMAL;
      default -> Form.FACTOR.read(text) instanceof Double factor ? TraceWeight.times(factor) : null;
    };
  }

  private static Object pathPattern(String text) {
    return text.startsWith("/") && text.contains("*") ? new PathPattern(text) : null;
  }

  /** A token of RFC 9110, section 5.6.2. */
  private static Object headerName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!isLetter && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return null;
      }
    }
    return text;
  }

  private static Object actorSource(String text) {
    String header = ActorSource.headerOf(text);
    if (header != null) {
      return headerName(header) == null ? null : ActorSource.header(header);
    }
    return ActorSource.parse(text);
  }

  /** A plain name; what a statement writes in quotes may have other characters. */
  private static Object column(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "_$ -".indexOf(c) < 0) {
        return null;
      }
    }
    return text;
  }

  private static Object host(String text) {
    String name = text.startsWith("*.") ? text.substring(2) : text;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!isLetter && "-._:[]".indexOf(c) < 0) {
        return null;
      }
    }
    return name.isEmpty() ? null : text;
  }
}
