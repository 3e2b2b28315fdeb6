package io.heddle.agent.http.server;

import io.heddle.agent.actor.RequestActors;
import io.heddle.agent.context.Actor;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.context.TraceState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.http.server.body.BodyDigests;
import io.heddle.agent.http.server.origin.ClientExtras;
import io.heddle.agent.http.server.origin.Forwarding;
import io.heddle.agent.http.server.origin.ShownPath;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.agent.tenant.Tenant;
import io.heddle.agent.tenant.TenantResolver;
import io.heddle.audit.spool.privacy.TenantKey;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.request.RequestRules;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What woven servers call: a request enters, perhaps leaves its thread and comes back on another,
 * and ends once.
 *
 * <p>While a thread serves a request it carries the request's context; when it leaves, on whatever
 * path, it carries nothing.
 */
public final class ServerCapture {
  private final CurrentThread threads;
  private final TenantResolver tenants;
  private final OperationRecorder recorder;
  private final CurrentPolicy policy;
  private final boolean describesSpans;
  private final RouteSubjects subjects = new RouteSubjects();
  private final WeakIdentityMap<Object, ServerCall> suspended = new WeakIdentityMap<>();
  private final LongAdder leaks = new LongAdder();
  private final ClientExtras clients = new ClientExtras();

  /**
   * Null until reads of bodies are woven. Volatile, so that whoever sees it is behind the weaving:
   * a body of which the beginning was missed must not be digested.
   */
  private volatile BodyDigests bodies;

  /** Null while there are no keys of tenants. Volatile, so that whoever sees it sees it whole. */
  private volatile Function<String, TenantKey> keys;

  /**
   * @param policy says who is asked for the name of whoever makes a request
   * @param describesSpans whether anybody wants the attributes of spans
   */
  public ServerCapture(
      CurrentThread threads,
      TenantResolver tenants,
      OperationRecorder recorder,
      CurrentPolicy policy,
      boolean describesSpans) {
    this.threads = threads;
    this.tenants = tenants;
    this.recorder = recorder;
    this.policy = policy;
    this.describesSpans = describesSpans;
  }

  /**
   * How often a thread came to a new request with the context of an earlier one. It is taken from
   * the thread, so it harms nobody; but it should be 0.
   */
  public long leaks() {
    return leaks.sum();
  }

  /**
   * A thread begins to serve a request, or goes on with one that was suspended.
   *
   * @return what {@link #leave} takes; null if the thread is serving already, as for a forward
   */
  public <Q> ServerCall enter(ServerRequests<Q> reader, Q request) {
    ThreadState thread = threads.state();
    if (thread.serving() != null) {
      return null;
    }
    ServerCall call = suspended.isEmpty() ? null : suspended.remove(request, thread.probe());
    if (call == null) {
      call = new ServerCall(begin(reader, request));
      beginBody(call, reader, request);
    } else {
      call.operation().context().resumed(System.nanoTime());
    }
    TenantContext context = call.operation().context();
    TenantContext found = thread.attach(context);
    if (found != null && found != context) {
      leaks.increment();
    }
    thread.serve(call);
    return call;
  }

  /** The thread is done with the request for now, or for good. */
  public void leave() {
    ThreadState thread = threads.state();
    // Of a request that has not ended here nothing more may be heard; then it does not last for
    // ever.
    if (thread.serving() instanceof ServerCall call && call.operation().context().isOpen()) {
      call.operation().context().waits(System.nanoTime());
    }
    thread.serve(null);
    thread.attach(null);
  }

  /** The request goes on elsewhere: whoever enters with it next continues {@code call}. */
  public <Q> void suspend(ServerCall call, ServerRequests<Q> reader, Q request) {
    suspended.put(request, call);
    String pattern = reader.route(request);
    if (!pattern.isEmpty()) {
      call.routed(pattern); // of a timeout's error page nobody tells us before it is shown
    }
  }

  /**
   * A servlet is about to answer. Only now the principal is who the application's own filters have
   * let in, and at the request's end they have forgotten it again.
   *
   * <p>It is asked for only if the request may be recorded: a framework may look its session up to
   * answer, and a session that is looked up lives longer.
   */
  public <Q> void reached(ServerRequests<Q> reader, Q request) {
    if (threads.state().serving() instanceof ServerCall call
        && (!isSafe(reader.method(request)) || policy.policy().audit().mayRecordReads())) {
      askPrincipal(call.operation().context(), reader, request);
    }
  }

  /** Reads of bodies are woven: those of requests that begin now can be digested. */
  public void digestBodies() {
    bodies = new BodyDigests();
  }

  /**
   * From now on bodies can be digested under tenants' keys.
   *
   * @param known the key of a tenant; null if there is none now
   */
  public void digestWith(Function<String, TenantKey> known) {
    keys = known;
  }

  /** Whether what is read through {@code source} is digested; asked for every part of a body. */
  public boolean isReading(Object source) {
    BodyDigests known = bodies;
    return known != null && known.isReading(source, threads.state());
  }

  /**
   * A part of a body was read.
   *
   * @param source what the server reads it through
   * @param buffer holds it from its position on; null if nobody knows where it is
   * @param count how long it is; negative at the body's end
   */
  public void read(Object source, ByteBuffer buffer, int count) {
    bodies.read(source, buffer, count, threads.state());
  }

  /** An error page is about to be shown; what has matched until now is the route. */
  public <Q> void routed(ServerRequests<Q> reader, Q request) {
    if (threads.state().serving() instanceof ServerCall call) {
      call.routed(reader.route(request));
    }
  }

  /** Serving failed, with that exception class or cause; the status is known later. */
  public void failed(ServerCall call, String errorType) {
    call.failed(errorType);
  }

  /**
   * The request is answered. The first call of this counts, later ones do nothing.
   *
   * @param status the HTTP status of the answer
   */
  public <Q> void end(ServerCall call, ServerRequests<Q> reader, Q request, int status) {
    if (!call.end()) {
      return;
    }
    if (!suspended.isEmpty()) {
      suspended.remove(request, threads.state().probe());
    }
    Operation operation = call.operation();
    operation.context().ended(System.nanoTime());
    operation.answered(status, errorType(call, status));
    operation.names(subjects.of(reader.method(request), call.route() == null ? "" : call.route()));
    try {
      if (call.route() == null) {
        call.routed(reader.route(request));
        operation.names(subjects.of(reader.method(request), call.route()));
      }
      if (call.body() != null) {
        endBody(call, reader, request);
      }
      askPrincipal(operation.context(), reader, request);
      boolean isDescribed = describesSpans && recorder.mayKeep(operation);
      boolean isRecorded = operation.subject().isRecorded(policy.policy().audit());
      String client = isDescribed || isRecorded ? client(reader, request) : "";
      if (isRecorded) {
        place(operation, client, reader, request);
      }
      if (isDescribed) {
        describe(operation, client, reader, request);
      }
    } finally {
      // A principal of the application's that throws must not cost the record.
      recorder.end(operation);
    }
  }

  private <Q> Operation begin(ServerRequests<Q> reader, Q request) {
    Tenant tenant = tenants.resolve(reader, request);
    TraceParent parent = parent(reader, request);
    String state =
        parent == null ? "" : TraceState.accept(reader.list(request, TraceParent.STATE_HEADER));
    Operation operation = recorder.serve(tenant, parent, state);
    List<ActorSource> sources = policy.policy().actors();
    if (!sources.isEmpty()) {
      operation.context().actedBy(RequestActors.named(reader, request, sources));
    }
    return operation;
  }

  private <Q> void beginBody(ServerCall call, ServerRequests<Q> reader, Q request) {
    if (bodies == null) {
      return;
    }
    AuditRules rules = policy.policy().audit();
    String type = subjects.of(reader.method(request), "").typeName();
    boolean isPlain = rules.mayDigest(type, false);
    boolean isKeyed = rules.mayDigest(type, true);
    Object source = isPlain || isKeyed ? reader.bodySource(request) : null;
    if (source != null) {
      TenantKey key = isKeyed ? keyOf(call) : null;
      if (isPlain || key != null) {
        call.reads(bodies.begin(source, reader.bodyBytes(request), isPlain, key));
      }
    }
  }

  /** Null if there is none now. */
  private TenantKey keyOf(ServerCall call) {
    Function<String, TenantKey> known = keys;
    return known == null ? null : known.apply(call.operation().context().tenant().id());
  }

  private <Q> void endBody(ServerCall call, ServerRequests<Q> reader, Q request) {
    Object source = reader.bodySource(request);
    if (source != null) {
      bodies.end(source, threads.state());
    }
    Subject subject = call.operation().subject();
    AuditRules rules = policy.policy().audit();
    if (rules.digests(subject.typeName(), subject.target())) {
      // Where detail is encrypted, a digest that anybody could guess would give it away.
      boolean isKeyed = rules.keepsDetail(subject.typeName(), subject.target(), true);
      call.operation().extend(call.body().extras(isKeyed));
    }
  }

  /** The client's address; empty if nobody tells, or it is not to be kept. */
  private <Q> String client(ServerRequests<Q> reader, Q request) {
    RequestRules rules = policy.policy().requests();
    String peer = rules.keepsClients() ? reader.peer(request) : null;
    if (peer == null) {
      return "";
    }
    return rules.trusts(peer)
        ? Forwarding.client(
            peer, reader.list(request, "Forwarded"), reader.list(request, "X-Forwarded-For"), rules)
        : peer;
  }

  /** What its record says of where it came from and, if no route does, where it was sent. */
  private <Q> void place(Operation operation, String client, ServerRequests<Q> reader, Q request) {
    if (!client.isEmpty()) {
      operation.extend(clients.of(client));
    }
    if (operation.subject().target().isEmpty()) {
      Policy now = policy.policy();
      operation.placedAt(
          ShownPath.of(reader.path(request), now.requests().pathSegments(), now.redaction()));
    }
  }

  private <Q> void askPrincipal(TenantContext context, ServerRequests<Q> reader, Q request) {
    List<ActorSource> sources = policy.policy().actors();
    int rank = sources.isEmpty() ? 0 : RequestActors.rankOfPrincipal(sources);
    if (rank < 0 || !context.wantsActor(rank)) {
      return;
    }
    String user = reader.user(request);
    if (user != null && !user.isEmpty()) {
      context.actedBy(
          sources.isEmpty() ? Actor.principal(user) : RequestActors.principal(user, sources));
    }
  }

  /** RFC 9110, section 9.2.1. */
  private static boolean isSafe(String method) {
    return method.equals("GET")
        || method.equals("HEAD")
        || method.equals("OPTIONS")
        || method.equals("TRACE");
  }

  /** Of two different callers none is believed: the request begins a trace of its own. */
  private static <Q> TraceParent parent(ServerRequests<Q> reader, Q request) {
    String value = reader.header(request, TraceParent.HEADER);
    return value == null || reader.isContradicted(request, TraceParent.HEADER, value)
        ? null
        : TraceParent.parse(value);
  }

  /**
   * Semantic conventions: only 5xx is an error of the server; its class says more than the code.
   */
  private static String errorType(ServerCall call, int status) {
    if (status < 500) {
      return "";
    }
    return call.failure().isEmpty() ? Integer.toString(status) : call.failure();
  }

  private static <Q> void describe(
      Operation operation, String client, ServerRequests<Q> reader, Q request) {
    operation.describedBy(
        "client.address",
        client,
        "url.path",
        reader.path(request),
        "url.scheme",
        reader.scheme(request),
        "server.address",
        reader.host(request),
        "server.port",
        (long) reader.port(request),
        "network.protocol.version",
        reader.protocolVersion(request));
  }
}
