package io.heddle.settings;

import static io.heddle.settings.SettingType.BYTES;
import static io.heddle.settings.SettingType.COUNT;
import static io.heddle.settings.SettingType.DURATION;
import static io.heddle.settings.SettingType.FLAG;
import static io.heddle.settings.SettingType.LIST;
import static io.heddle.settings.SettingType.PATH;
import static io.heddle.settings.SettingType.PORT;
import static io.heddle.settings.SettingType.TEXT;

import java.util.Locale;

/**
 * Every setting of Heddle: name, type, default, who reads it and what it does.
 *
 * <p>The reference page {@code docs/SETTINGS.md} is generated from this table, and so is the
 * suggestion when a name is misspelt.
 */
public enum Setting {
  HOME("heddle.home", PATH, "~/.heddle", Reader.BOTH, "Directory of the spool and the archive."),
  HOME_GROUP(
      "heddle.home.group",
      TEXT,
      "",
      Reader.BOTH,
      "Group that shares the home: its members read and archive what is in it. Empty: whoever makes"
          + " the home has it alone."),
  ENABLED("heddle.enabled", FLAG, "true", Reader.AGENT, "false: the agent does nothing at all."),
  SERVICE_NAME(
      "heddle.service.name",
      TEXT,
      "",
      Reader.AGENT,
      "Name of the service in traces and audit records. Empty: OTEL_SERVICE_NAME, else the main"
          + " class or jar."),
  NODE(
      "heddle.node",
      TEXT,
      "",
      Reader.AGENT,
      "Name of this machine or pod in audit records. Empty: the host name."),
  LOG_LEVEL(
      "heddle.log.level",
      TEXT,
      "info",
      Reader.BOTH,
      "How much is logged: error, warn, info or debug. The agent logs to stderr, and nothing but"
          + " its banner unless something is wrong."),
  LOG_FORMAT(
      "heddle.log.format",
      TEXT,
      "text",
      Reader.COMMAND,
      "text: lines for a person; json: one JSON object a line."),

  TENANT_HEADERS(
      "heddle.tenant.headers",
      LIST,
      "X-Tenant-ID",
      Reader.AGENT,
      "Request headers that name the tenant; the first one present decides."),
  TENANT_MAX_LENGTH(
      "heddle.tenant.max-length",
      COUNT,
      "64",
      Reader.AGENT,
      "Longest tenant ID accepted, in characters (at most 128); a longer one counts as ~invalid."),
  TENANT_CAPACITY(
      "heddle.tenant.capacity",
      COUNT,
      "100000",
      Reader.AGENT,
      "Tenants kept in memory; those beyond are still archived by name but counted as ~other."),
  TENANT_PROPAGATION_HOSTS(
      "heddle.tenant.propagation.hosts",
      LIST,
      "",
      Reader.AGENT,
      "Hosts that outgoing requests may tell the tenant to, such as orders.internal or"
          + " *.svc.cluster.local. Empty: none."),

  POLICY(
      "heddle.policy",
      PATH,
      "policy.yaml",
      Reader.BOTH,
      "Policy file, see docs/POLICY.md; watched while the agent runs. A relative path begins at"
          + " heddle.home."),
  LABELS_BUDGET(
      "heddle.labels.budget",
      COUNT,
      "2000",
      Reader.AGENT,
      "Most tenant label values on the scrape page, ~other included."),
  TRACES_BUDGET(
      "heddle.traces.budget",
      COUNT,
      "100",
      Reader.AGENT,
      "Most traces a second that begin in this process and are kept, shared fairly among tenants;"
          + " requests that fail or take a second and more may take a fifth of it. Not used if"
          + " OTEL_TRACES_SAMPLER is set."),
  METRICS_ENABLED(
      "heddle.metrics.enabled", FLAG, "true", Reader.AGENT, "Whether the agent serves metrics."),
  METRICS_HOST(
      "heddle.metrics.host",
      TEXT,
      "127.0.0.1",
      Reader.AGENT,
      "Address that the agent's scrape page listens on."),
  METRICS_PORT(
      "heddle.metrics.port",
      PORT,
      "9464",
      Reader.AGENT,
      "Port of the agent's scrape page; 0 lets the system choose."),

  AUDIT_ENABLED(
      "heddle.audit.enabled",
      FLAG,
      "true",
      Reader.AGENT,
      "Whether writes and mutating requests are recorded in the spool."),
  AUDIT_READS(
      "heddle.audit.reads",
      FLAG,
      "false",
      Reader.AGENT,
      "Whether reads (SELECT, GET) are recorded as well."),
  AUDIT_GUARANTEE(
      "heddle.audit.guarantee",
      TEXT,
      "async",
      Reader.AGENT,
      "What the records of committed writes survive: async (the end of the process), sync (a power"
          + " loss as well) or fail-closed (a commit that cannot be recorded so is refused). The"
          + " policy file can choose for each kind of operation."),
  CLOCK_INTERVAL(
      "heddle.clock.interval",
      FLAG,
      "false",
      Reader.AGENT,
      "Whether records say between which two moments they truly began: asked of ClockBound, else of"
          + " chronyd, else assumed."),
  CLOCK_BOUND(
      "heddle.clock.bound",
      DURATION,
      "250ms",
      Reader.AGENT,
      "By how much the clock is wrong at most where nobody can be asked, or nobody keeps it."),
  PRIVACY_MASTER_KEY(
      "heddle.privacy.master-key",
      TEXT,
      "",
      Reader.BOTH,
      "Where the key is that wraps tenants' keys, if the policy keeps detail encrypted: file:PATH,"
          + " env:NAME or command:PROGRAM ARGUMENT. It is 32 bytes, as they are, in hexadecimal"
          + " digits or in Base64; see docs/formats/PRIVACY.md."),
  SPOOL_MAX_BYTES(
      "heddle.spool.max-bytes",
      BYTES,
      "256MiB",
      Reader.AGENT,
      "Most disk one JVM's spool may take while nobody archives it; beyond, records are lost and"
          + " the loss is recorded."),
  SPOOL_SEGMENT_BYTES(
      "heddle.spool.segment-bytes",
      BYTES,
      "16MiB",
      Reader.AGENT,
      "Largest size of one spool file, from 64KiB to 1GiB. The first has 512KiB, each further"
          + " one twice the size of the one before."),
  SPOOL_HOME_MAX_BYTES(
      "heddle.spool.home-max-bytes",
      BYTES,
      "1GiB",
      Reader.AGENT,
      "Most disk that runs which have ended may take together while nobody archives them. Looked"
          + " at when a JVM starts."),
  SPOOL_HOME_FULL(
      "heddle.spool.home-full",
      TEXT,
      "drop-oldest",
      Reader.AGENT,
      "What happens beyond that. drop-oldest: the oldest runs are removed, and their operations"
          + " are counted and recorded as lost. keep: none is removed, and nothing is recorded"
          + " until somebody archives."),

  INSTRUMENTATIONS_OFF(
      "heddle.instrumentations.off",
      LIST,
      "",
      Reader.AGENT,
      "Instrumentations to leave out, by name: servlet, jdbc, java-http-client, executors,"
          + " queues, jdbc-values (only woven when a policy keeps detail), servlet-bodies (only woven when a"
          + " policy digests bodies)."),
  JDBC_DRIVERS(
      "heddle.jdbc.drivers",
      LIST,
      "",
      Reader.AGENT,
      "Classes of a JDBC driver Heddle does not know, as its connections and statements name"
          + " themselves (what getClass().getName() says); their superclasses are found without being"
          + " named. A class in which nothing can be woven is a warning in the log and in heddle"
          + " doctor."),

  SIDECAR_HOST(
      "heddle.sidecar.host",
      TEXT,
      "127.0.0.1",
      Reader.COMMAND,
      "Address that the sidecar's /metrics and /healthz listen on."),
  SIDECAR_PORT(
      "heddle.sidecar.port",
      PORT,
      "9470",
      Reader.COMMAND,
      "Port of the sidecar's /metrics and /healthz; 0 lets the system choose."),
  ARCHIVE_POLL(
      "heddle.archive.poll",
      DURATION,
      "200ms",
      Reader.COMMAND,
      "How long the archiver rests when the spool holds nothing new."),
  ARCHIVE_SEAL_RECORDS(
      "heddle.archive.seal-records",
      COUNT,
      "1000000",
      Reader.COMMAND,
      "Records in the hot file at which it is sealed into an indexed segment."),
  ARCHIVE_SEAL_AGE(
      "heddle.archive.seal-age",
      DURATION,
      "1h",
      Reader.COMMAND,
      "Age of the oldest record in the hot file at which it is sealed."),
  RESOLVE_URLS(
      "heddle.audit.resolve.urls",
      LIST,
      "",
      Reader.COMMAND,
      "JDBC URLs of PostgreSQL servers that the sidecar asks what became of transactions whose"
          + " process died at its commit. Empty: nobody is asked."),
  RESOLVE_USER(
      "heddle.audit.resolve.user",
      TEXT,
      "",
      Reader.COMMAND,
      "Who connects to them; no right but to connect is needed. Empty: as the URL says."),
  RESOLVE_PASSWORD_FILE(
      "heddle.audit.resolve.password-file",
      TEXT,
      "",
      Reader.COMMAND,
      "File whose first line is that user's password. Empty: none, or as the URL says."),
  RESOLVE_PATIENCE(
      "heddle.audit.resolve.patience",
      DURATION,
      "1d",
      Reader.COMMAND,
      "How long such a transaction stays PENDING if nobody can tell; then it is UNKNOWN, for"
          + " good."),
  ARCHIVE_KEEP_AGE(
      "heddle.archive.keep-age",
      DURATION,
      "0d",
      Reader.COMMAND,
      "Age of its newest record at which a sealed segment is pruned, such as 365d; 0d: never."),
  ARCHIVE_KEEP_BYTES(
      "heddle.archive.keep-bytes",
      BYTES,
      "0",
      Reader.COMMAND,
      "Size of all sealed segments beyond which the oldest are pruned, such as 200GiB; 0: none.");

  /** Who reads a setting. */
  public enum Reader {
    AGENT("agent"),
    COMMAND("command"),
    BOTH("agent, command");

    private final String text;

    Reader(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final String key;
  private final SettingType type;
  private final String defaultValue;
  private final Reader reader;
  private final String description;

  Setting(String key, SettingType type, String defaultValue, Reader reader, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.reader = reader;
    this.description = description;
  }

  /** The name as a system property and as an argument of the agent, such as {@code heddle.home}. */
  public String key() {
    return key;
  }

  /** The name as an environment variable, such as {@code HEDDLE_HOME}. */
  public String environmentVariable() {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The form of the value. */
  public SettingType type() {
    return type;
  }

  /** The value if nobody sets one. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Who reads it. */
  public Reader reader() {
    return reader;
  }

  /** What it does, in a sentence or two. */
  public String description() {
    return description;
  }
}
