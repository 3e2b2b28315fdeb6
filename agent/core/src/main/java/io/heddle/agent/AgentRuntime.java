package io.heddle.agent;

import io.heddle.agent.audit.AuditSink;
import io.heddle.agent.audit.DetailKeeping;
import io.heddle.agent.clock.ClockWatch;
import io.heddle.agent.concurrent.ExecutorsInstrumentation;
import io.heddle.agent.concurrent.HandOvers;
import io.heddle.agent.context.ContextEnds;
import io.heddle.agent.context.ContextLeaks;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.http.client.ClientCapture;
import io.heddle.agent.http.client.JavaHttpClientInstrumentation;
import io.heddle.agent.http.server.ServerCapture;
import io.heddle.agent.http.server.ServletInstrumentation;
import io.heddle.agent.http.server.unwoven.RequestWatch;
import io.heddle.agent.jdbc.JdbcCaptures;
import io.heddle.agent.jdbc.JdbcInstrumentation;
import io.heddle.agent.jdbc.ValueInstrumentation;
import io.heddle.agent.jdbc.held.HeldWrites;
import io.heddle.agent.jdbc.named.NamedClasses;
import io.heddle.agent.jdbc.postgres.PostgresHooks;
import io.heddle.agent.operation.EpochClock;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.OperationSink;
import io.heddle.agent.operation.TraceDecision;
import io.heddle.agent.policy.Engines;
import io.heddle.agent.policy.PolicyDefaults;
import io.heddle.agent.policy.PolicyWatch;
import io.heddle.agent.policy.TraceTarget;
import io.heddle.agent.queue.QueuesInstrumentation;
import io.heddle.agent.queue.WorkQueues;
import io.heddle.agent.telemetry.BudgetDecision;
import io.heddle.agent.telemetry.MetricsSink;
import io.heddle.agent.telemetry.SpanSink;
import io.heddle.agent.telemetry.StandardDecision;
import io.heddle.agent.telemetry.TierLog;
import io.heddle.agent.telemetry.TierNow;
import io.heddle.agent.tenant.SiteKey;
import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.agent.tenant.TenantResolver;
import io.heddle.agent.weave.BridgeLoaders;
import io.heddle.agent.weave.Door;
import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.Loom;
import io.heddle.agent.weave.ModuleSwitch;
import io.heddle.audit.spool.SpoolWriter;
import io.heddle.audit.spool.access.SharedHome;
import io.heddle.exporter.telemetry.HeddleThread;
import io.heddle.exporter.telemetry.assembly.Telemetry;
import io.heddle.exporter.telemetry.assembly.TelemetryOptions;
import io.heddle.exporter.telemetry.metrics.Metrics;
import io.heddle.exporter.telemetry.metrics.TenantMetrics;
import io.heddle.exporter.telemetry.otlp.OtlpOptions;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.TenantIdRule;
import io.heddle.sampler.tiers.TierEdges;
import io.heddle.sampler.tiers.TierMonitor;
import io.heddle.sampler.traces.TenantTraceSampler;
import io.heddle.sampler.traces.TraceSampler;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Puts the agent together, in two phases.
 *
 * <p><b>Premain</b>, on the application's main thread: settings, captures, hooks. No file is
 * opened, no thread started, no socket. <b>Background</b>, once the first class of the application
 * has been loaded: spool, exporters, the scrape page. What is captured in between waits in memory.
 */
public final class AgentRuntime {
  /** The version in the banner and in the spool. */
  public static final String VERSION = "0.1.0";

  /** BOOT, AUDIT_STARTED and CLOSE. */
  private static final int RECORDS_OF_EVERY_RUN = 3;

  private static final String PRESENT = "io.heddle.agent.version";

  /** For tests alone: another interval at which is looked whether requests are seen. */
  private static final String UNSERVED_MILLIS = "io.heddle.agent.unserved.millis";

  private final Settings settings;
  private final StartupLog log;
  private final CurrentThread threads = new CurrentThread();
  private final EpochClock clock = new EpochClock();
  private final CurrentPolicy policy;
  private final TenantRegistry tenants;
  private final TierMonitor tiers = new TierMonitor(TierEdges.DEFAULT, System.nanoTime());
  private final TenantMetrics<Tenant> tenantMetrics;
  private final PolicyWatch policyWatch;
  private final Housekeeping housekeeping;
  private final String service;
  private final Telemetry telemetry;
  private final AuditSink audit;
  private final ContextLeaks leaks;
  private final ContextEnds ends;
  private final TenantTraceSampler traceSampler;
  private final TraceDecision traceDecision;
  private final OperationRecorder recorder;
  private final ServerCapture server;
  private final HeldWrites heldWrites;
  private final Loom loom;

  /** Null until a policy asks for detail. */
  private DetailKeeping details;

  private boolean digestsBodies;
  private boolean weavesValues;

  /** Null until the background phase has opened it; read by the shutdown's thread. */
  private volatile SpoolWriter spool;

  private AgentRuntime(Settings settings, StartupLog log, ClassLoader agentLoader) {
    this.settings = settings;
    this.log = log;
    this.tenants =
        new TenantRegistry(
            settings.count(Setting.TENANT_CAPACITY), new SiteKey(settings.path(Setting.HOME), log));
    this.policy = new CurrentPolicy(PolicyDefaults.of(settings, log));
    this.audit = new AuditSink(policy, settings.flag(Setting.AUDIT_ENABLED));
    this.leaks = new ContextLeaks(notes(), System::nanoTime);
    this.ends = new ContextEnds(tenants.none(), policy, leaks);
    this.housekeeping = new Housekeeping(log);
    this.tenantMetrics = tenantMetrics();
    this.traceSampler = traceSampler();
    this.policyWatch =
        new PolicyWatch(
            settings,
            policy,
            new Engines(tenants, tenantMetrics, tiers, new TraceTarget(traceSampler, tenants)),
            log::info,
            log,
            notes());
    OtlpOptions otlp = OtlpOptions.of(settings::standardVariable, log);
    this.service = ServiceName.of(settings, otlp.serviceName());
    this.telemetry = telemetry(otlp.withServiceName(service));
    this.traceDecision = traceDecision();
    this.recorder = recorder();
    this.server =
        new ServerCapture(threads, resolver(), recorder, policy, telemetry.spans().isEnabled());
    BridgeLoaders bridges = new BridgeLoaders(agentLoader);
    this.heldWrites = openDoor(bridges);
    this.loom =
        new Loom(
            modules(),
            Set.copyOf(settings.list(Setting.INSTRUMENTATIONS_OFF)),
            agentLoader,
            bridges,
            log,
            notes());
  }

  /**
   * Starts the agent before the application's main; called once, by its entry.
   *
   * @param arguments the text behind {@code -javaagent:heddle-agent.jar=}; null if there is none
   * @param agentLoader the loader of this class
   */
  public static void start(
      String arguments, Instrumentation instrumentation, ClassLoader agentLoader) {
    AgentRuntime runtime = create(arguments, agentLoader);
    if (runtime != null) {
      runtime.loom.install(instrumentation, runtime.background());
    }
  }

  /** Starts the agent in an application that runs already; otherwise like {@link #start}. */
  public static void attach(
      String arguments, Instrumentation instrumentation, ClassLoader agentLoader) {
    AgentRuntime runtime = create(arguments, agentLoader);
    if (runtime != null) {
      // Requests are being served: what the policy hides is hidden from the first one on.
      runtime.policyWatch.run();
      // Its classes may all be loaded: there need not be a first one to wait for.
      runtime.background().start();
      runtime.loom.install(instrumentation, null);
    }
  }

  /** The agent, told but not yet woven in; null if it is switched off. */
  private static AgentRuntime create(String arguments, ClassLoader agentLoader) {
    Settings settings = Settings.ofProcess(Settings.parseArguments(arguments));
    StartupLog log = new StartupLog(settings);
    for (String problem : settings.problems()) {
      log.warn(problem);
    }
    if (!settings.flag(Setting.ENABLED)) {
      return null;
    }
    shareHome(settings, log);
    AgentRuntime runtime = new AgentRuntime(settings, log, agentLoader);
    // So that whoever looks at this JVM from outside sees that the agent is in it.
    System.setProperty(PRESENT, VERSION);
    log.info(VERSION + " watches this JVM; home is " + settings.path(Setting.HOME));
    return runtime;
  }

  /** Before anything is made in it. */
  private static void shareHome(Settings settings, StartupLog log) {
    String group = settings.text(Setting.HOME_GROUP);
    if (!group.isEmpty()) {
      try {
        SharedHome.share(settings.path(Setting.HOME), group);
      } catch (IOException refused) {
        log.warn(refused.getMessage());
      }
    }
  }

  /** Lets advice find what it calls. */
  private HeldWrites openDoor(BridgeLoaders bridges) {
    JdbcCaptures jdbc =
        JdbcInstrumentation.open(threads, recorder, audit, bridges, this::weaveMissed);
    PostgresHooks.open(jdbc.writes(), threads);
    Door.open(server);
    Door.open(new ClientCapture(threads, recorder, policy, telemetry.spans().isEnabled()));
    TenantContext several = new TenantContext(tenants.invalid(), 0, 0, 0, (byte) 0, "");
    Door.open(new HandOvers(threads, ends, several));
    Door.open(new WorkQueues(threads, ends, several));
    return jdbc.held();
  }

  private void weaveMissed(Class<?> statement) {
    loom.weaveMissed(statement);
  }

  private List<InstrumentationModule> modules() {
    return List.of(
        ServletInstrumentation.module(),
        JdbcInstrumentation.module(settings.list(Setting.JDBC_DRIVERS), PostgresHooks.types()),
        JavaHttpClientInstrumentation.module(),
        ExecutorsInstrumentation.module(),
        QueuesInstrumentation.module());
  }

  private Telemetry telemetry(OtlpOptions otlp) {
    TelemetryOptions options =
        new TelemetryOptions(
            settings.flag(Setting.METRICS_ENABLED),
            settings.text(Setting.METRICS_HOST),
            settings.count(Setting.METRICS_PORT),
            otlp);
    return Telemetry.create(options, tenantMetrics, log);
  }

  private TenantMetrics<Tenant> tenantMetrics() {
    return new TenantMetrics<>(
        policy.policy().labels(), Tenant::id, Tenant::key, tiers, new LabelLog(log));
  }

  private TenantTraceSampler traceSampler() {
    return new TenantTraceSampler(
        policy.policy().traces(),
        settings.count(Setting.TENANT_CAPACITY),
        Tenant.OVERFLOW_INDEX + 1,
        new TierNow(tiers),
        System.nanoTime());
  }

  /** The operator's standard variable wins; without it the budget is shared among tenants. */
  private TraceDecision traceDecision() {
    String name = settings.standardVariable("OTEL_TRACES_SAMPLER");
    if (name == null || name.isBlank()) {
      return new BudgetDecision(traceSampler, telemetry.spans().isEnabled());
    }
    return new StandardDecision(
        TraceSampler.of(name, settings.standardVariable("OTEL_TRACES_SAMPLER_ARG"), log));
  }

  private OperationRecorder recorder() {
    List<OperationSink> sinks = new ArrayList<>();
    if (telemetry.spans().isEnabled()) {
      sinks.add(new SpanSink(telemetry.spans(), traceDecision));
    }
    // After the spans: an exemplar may then name a trace that was kept for how it ended.
    sinks.add(new MetricsSink(telemetry.metrics(), tenantMetrics));
    if (settings.flag(Setting.AUDIT_ENABLED)) {
      sinks.add(audit);
    }
    return new OperationRecorder(
        clock, traceDecision, ends, policy, sinks.toArray(new OperationSink[0]));
  }

  private TenantResolver resolver() {
    return new TenantResolver(
        policy, new TenantIdRule(settings.count(Setting.TENANT_MAX_LENGTH)), tenants);
  }

  private HeddleThread background() {
    return new HeddleThread(this::startInBackground, "heddle-start");
  }

  private void startInBackground() {
    telemetry.metrics().describe(this::describe);
    TenantExplanation explanation =
        new TenantExplanation(tenants, tenantMetrics, traceDecision, policy);
    telemetry.explanations().add(explanation);
    telemetry.explanations().addFigures(explanation::figures);
    policyWatch.run();
    digestBodies();
    fingerprintRows();
    telemetry.start();
    housekeeping.every(PolicyWatch.INTERVAL_MILLIS, this::lookAtPolicy);
    housekeeping.every(250, tenantMetrics);
    housekeeping.every(1_000, new TierLog(tiers, log));
    housekeeping.every(HeldWrites.INTERVAL_MILLIS, heldWrites);
    watchNamedClasses();
    watchRequests();
    if (settings.flag(Setting.CLOCK_INTERVAL)) {
      watchClock();
    }
    housekeeping.start();
    Runtime.getRuntime().addShutdownHook(new HeddleThread(this::shutDown, "heddle-shutdown"));
    if (settings.flag(Setting.AUDIT_ENABLED)) {
      SpoolWriter opened = spoolOpening().open(audit);
      spool = opened;
      keepDetail(); // before what has waited is written
      telemetry.metrics().describe(new SpoolMetrics(opened, audit, telemetry.metrics()));
      audit.open(opened, circumstances());
      new HomeBound(settings, log).enforce(opened);
    } else {
      new AuditOff(settings, log).record(spoolOpening());
    }
  }

  private SpoolOpening spoolOpening() {
    return new SpoolOpening(settings, service, clock, log);
  }

  /** Who records what is no operation; where nothing is audited, nobody. */
  private BiConsumer<String, Map<String, ?>> notes() {
    return settings.flag(Setting.AUDIT_ENABLED) ? audit : (what, detail) -> {};
  }

  /** What an auditor must know of this run before its first record. */
  private Map<String, Object> circumstances() {
    Policy now = policy.policy();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("revision", now.revision());
    told.put("enabled", now.audit().isEnabled());
    told.put("reads", now.audit().recordsReads());
    told.put("instrumentations_off", settings.list(Setting.INSTRUMENTATIONS_OFF));
    return told;
  }

  /** Looks what became of the classes that the operator has named. */
  private void watchNamedClasses() {
    List<String> names = settings.list(Setting.JDBC_DRIVERS);
    if (!names.isEmpty()) {
      NamedClasses named = new NamedClasses(names, loom::ancestry, log, notes());
      telemetry.metrics().describe(() -> new AgentMetrics(telemetry.metrics()).show(named));
      housekeeping.every(NamedClasses.INTERVAL_MILLIS, loom::weaveMissed);
      housekeeping.every(NamedClasses.INTERVAL_MILLIS, named);
    }
  }

  /** Looks whether requests are seen at all; not if the operator has left that out. */
  private void watchRequests() {
    if (settings.list(Setting.INSTRUMENTATIONS_OFF).contains(ServletInstrumentation.NAME)) {
      return;
    }
    long interval = Long.getLong(UNSERVED_MILLIS, RequestWatch.INTERVAL_MILLIS);
    Metrics metrics = telemetry.metrics();
    RequestWatch watch =
        new RequestWatch(
            interval, metrics::statements, metrics::requests, loom::loadedOf, log, notes());
    housekeeping.every(
        interval,
        () -> {
          boolean wasKnown = !watch.server().isEmpty();
          watch.run();
          if (!wasKnown && !watch.server().isEmpty()) {
            metrics.describe(() -> new AgentMetrics(metrics).show(watch));
          }
        });
  }

  private void watchClock() {
    ClockWatch clocks =
        ClockWatch.ofThisMachine(
            settings.millis(Setting.CLOCK_BOUND) * 1_000_000, audit::timedBy, this::clockStepped);
    clocks.run();
    housekeeping.every(1_000, clocks);
  }

  private void clockStepped(long nanos) {
    log.warn("the clock was set by " + nanos / 1_000_000 + " ms");
    notes().accept("CLOCK_STEP", Map.of("nanos", nanos));
  }

  private void lookAtPolicy() {
    policyWatch.run();
    keepDetail();
    digestBodies();
    fingerprintRows();
  }

  /** Weaves reads of bodies if the policy asks for their digests; once they are, they stay. */
  private void digestBodies() {
    if (!digestsBodies && policy.policy().audit().mayDigest()) {
      digestsBodies = true;
      if (weave(ServletInstrumentation.bodies())) {
        server.digestBodies();
      }
    }
  }

  /** Weaves values that are bound if the policy asks for fingerprints of the rows they go to. */
  private void fingerprintRows() {
    if (policy.policy().audit().mayFingerprint()) {
      weaveValues();
    }
  }

  /** Once they are woven, they stay. */
  private synchronized void weaveValues() {
    if (!weavesValues) {
      weavesValues = true;
      weave(ValueInstrumentation.module(settings.list(Setting.JDBC_DRIVERS)));
    }
  }

  /** Seals detail if the policy asks for it; until it does, nothing of that is even loaded. */
  private void keepDetail() {
    SpoolWriter open = spool;
    if (open != null && (details != null || policy.policy().audit().sealsAnything())) {
      details().run();
    }
  }

  private synchronized DetailKeeping details() {
    if (details == null) {
      details = new DetailKeeping(settings, spool, audit, clock, log);
      weaveValues();
      DetailKeeping made = details;
      server.digestWith(audit::keyOf);
      telemetry.metrics().describe(() -> made.show(telemetry.metrics()));
    }
    return details;
  }

  /** Weaves what is not needed from the start; false if the operator has left it out. */
  private boolean weave(InstrumentationModule late) {
    ModuleSwitch woven = loom.add(late);
    if (woven != null) {
      telemetry.metrics().describe(() -> new AgentMetrics(telemetry.metrics()).show(woven));
    }
    return woven != null;
  }

  /** What the agent tells of itself on its page. */
  private void describe() {
    Metrics metrics = telemetry.metrics();
    new AgentMetrics(metrics).show(loom, server, leaks, tenants, audit);
    policyWatch.show(metrics);
    if (traceDecision instanceof BudgetDecision budget) {
      budget.show(metrics);
    }
  }

  private void shutDown() {
    heldWrites.releaseAll();
    SpoolWriter open = spool;
    if (open != null) {
      if (audit.durable() != null) {
        audit.durable().tell();
      }
      open.shuttingDown();
    }
    telemetry.close();
    if (open != null && audit.sawNothing()) {
      open.vanishIfUnused(RECORDS_OF_EVERY_RUN);
    }
  }
}
