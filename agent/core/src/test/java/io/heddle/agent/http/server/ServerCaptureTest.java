package io.heddle.agent.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.context.Actor;
import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.agent.tenant.TenantResolver;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.sampler.policy.ActorSource;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.HeaderRules;
import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.Redaction;
import io.heddle.sampler.policy.TenantIdRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCaptureTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";

  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final List<Operation> ended = new ArrayList<>();
  private final CurrentPolicy policy = new CurrentPolicy(Policy.DEFAULT);
  private final ServerCapture capture =
      new ServerCapture(
          threads,
          new TenantResolver(policy, new TenantIdRule(64), tenants),
          Recorders.of(tenants, policy, ended::add),
          policy,
          true);

  private final Requests requests = new Requests();

  /** A request, as a server might keep it. */
  private static final class Request {
    final Map<String, String> headers = new HashMap<>();

    /** What a second line says. */
    final Map<String, String> others = new HashMap<>();

    String method = "GET";
    String route = "/orders/*";
    String user;

    Request header(String name, String value) {
      headers.put(name, value);
      return this;
    }
  }

  /** Reads them, or fails where a test says. */
  private static final class Requests implements ServerRequests<Request> {
    String failing = "";

    @Override
    public String header(Request request, String name) {
      return read("header", request.headers.get(name));
    }

    @Override
    public boolean isContradicted(Request request, String name, String first) {
      return request.others.containsKey(name) && !request.others.get(name).equals(first);
    }

    @Override
    public String list(Request request, String name) {
      String first = header(request, name);
      String other = request.others.get(name);
      return other == null ? first : first + "," + other;
    }

    @Override
    public String method(Request request) {
      return read("method", request.method);
    }

    @Override
    public String route(Request request) {
      return read("route", request.route);
    }

    @Override
    public String user(Request request) {
      return read("user", request.user);
    }

    @Override
    public Object bodySource(Request request) {
      return request;
    }

    @Override
    public String path(Request request) {
      return read("path", "/orders/1");
    }

    @Override
    public String peer(Request request) {
      return "192.0.2.7";
    }

    @Override
    public String scheme(Request request) {
      return "http";
    }

    @Override
    public String host(Request request) {
      return "localhost";
    }

    @Override
    public int port(Request request) {
      return 80;
    }

    @Override
    public String protocolVersion(Request request) {
      return "1.1";
    }

    private String read(String what, String value) {
      if (what.equals(failing)) {
        throw new IllegalStateException(what);
      }
      return value;
    }
  }

  @Test
  void worksForTheTenantOfTheRequestAndForNobodyAfter() {
    Request request = new Request().header("X-Tenant-ID", "acme");
    ServerCall call = capture.enter(requests, request);
    assertThat(threads.context().tenant().id()).isEqualTo("acme");
    capture.end(call, requests, request, 200);
    capture.leave();
    assertThat(threads.context()).isNull();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).tenantId()).isEqualTo("acme");
  }

  @Test
  void ofTwoCallersNoneIsBelieved() {
    Request request = new Request().header("traceparent", "00-" + ID + "-b7ad6b7169203331-01");
    request.others.put("traceparent", "00-" + ID + "-00000000000000ff-01");
    ServerCall call = capture.enter(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(ended.get(0).hasRemoteParent()).isFalse();
  }

  @Test
  void joinsTheLinesOfTracestate() {
    Request request = new Request().header("traceparent", "00-" + ID + "-b7ad6b7169203331-01");
    request.header("tracestate", "a=1").others.put("tracestate", "b=2");
    ServerCall call = capture.enter(requests, request);
    assertThat(threads.context().traceState()).isEqualTo("a=1,b=2");
    capture.end(call, requests, request, 200);
  }

  @Test
  void goesOnWithTheTraceOfTheCaller() {
    Request request = new Request().header("traceparent", "00-" + ID + "-b7ad6b7169203331-01");
    ServerCall call = capture.enter(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(ended.get(0).traceIdHigh()).isEqualTo(0x0af7651916cd43ddL);
    assertThat(ended.get(0).parentSpanId()).isEqualTo(0xb7ad6b7169203331L);
    assertThat(ended.get(0).hasRemoteParent()).isTrue();
  }

  @Test
  void ignoresTheStateOfATraceThatIsMalformed() {
    Request request = new Request().header("traceparent", "00-x").header("tracestate", "a=b");
    ServerCall call = capture.enter(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(ended.get(0).traceState()).isEmpty();
    assertThat(ended.get(0).hasRemoteParent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', SUCCEEDED, ''",
    "302, '', SUCCEEDED, ''",
    "404, '', FAILED, ''",
    "404, java.lang.Exception, FAILED, ''",
    "500, '', FAILED, 500",
    "500, java.lang.Exception, FAILED, java.lang.Exception",
  })
  void tellsOutcomeAndErrorApart(int status, String failure, Outcome outcome, String error) {
    Request request = new Request();
    ServerCall call = capture.enter(requests, request);
    capture.failed(call, failure);
    capture.end(call, requests, request, status);
    assertThat(ended.get(0).outcome()).isEqualTo(outcome);
    assertThat(ended.get(0).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, READ, GET /orders/*",
    "HEAD, READ, HEAD /orders/*",
    "POST, CREATE, POST /orders/*",
    "PUT, UPDATE, PUT /orders/*",
    "PATCH, UPDATE, PATCH /orders/*",
    "DELETE, DELETE, DELETE /orders/*",
    "CONNECT, OTHER, CONNECT /orders/*",
    "get, OTHER, HTTP /orders/*",
    "BREW, OTHER, HTTP /orders/*",
  })
  void namesMethodAndRoute(String method, OperationType type, String name) {
    Request request = new Request();
    request.method = method;
    request.user = "alice";
    ServerCall call = capture.enter(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(ended.get(0).operationType()).isEqualTo(type);
    assertThat(ended.get(0).spanName()).isEqualTo(name);
    assertThat(new String(ended.get(0).actorUtf8())).isEqualTo("alice");
  }

  @Test
  void theActorIsWhoTheFiltersHadLetInWhenTheServletWasReached() {
    Request request = new Request();
    request.method = "POST";
    ServerCall call = capture.enter(requests, request);
    Request wrapper = new Request();
    wrapper.method = "POST";
    wrapper.user = "alice";
    capture.reached(requests, wrapper);
    capture.end(call, requests, request, 200);
    assertThat(new String(ended.get(0).actorUtf8(), UTF_8)).isEqualTo("alice");
    assertThat(ended.get(0).context().actor().extras()).as("needs no word").isEmpty();
  }

  @Test
  void asksNoPrincipalOnTheWayWhereNothingIsRecorded() {
    requests.failing = "user";
    capture.enter(requests, new Request());
    capture.reached(requests, new Request());
    policy.replace(
        Policies.of(new AuditRules(true, List.of()), Redaction.NONE, HeaderRules.DEFAULT));
    assertThatThrownBy(() -> capture.reached(requests, new Request()))
        .as("reads are recorded now")
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'principal,header:X-User', alice, bob, alice, principal",
    "'principal,header:X-User', '', bob, bob, header:X-User",
    "'header:X-User,principal', alice, bob, bob, header:X-User",
    "'header:X-User,principal', alice, '', alice, principal",
    "'header:X-User', alice, '', '', ''",
    "'header:X-Other,header:X-User,principal', alice, bob, bob, header:X-User",
  })
  void theFirstSourceThatNamesSomebodyDecides(
      String sources, String principal, String header, String actor, String from) {
    policy.replace(
        Policies.askingActorsOf(
            Arrays.stream(sources.split(","))
                .map(
                    source ->
                        source.equals("principal")
                            ? ActorSource.parse(source)
                            : ActorSource.header(ActorSource.headerOf(source)))
                .toList()));
    Request request = new Request().header("X-User", header);
    request.method = "POST";
    request.user = principal;
    ServerCall call = capture.enter(requests, request);
    capture.reached(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(new String(ended.get(0).actorUtf8(), UTF_8)).isEqualTo(actor);
    Actor found = ended.get(0).context().actor();
    assertThat(found == null ? "" : new String(found.extras(), UTF_8)).endsWith(from);
  }

  @Test
  void aHeaderThatAnotherLineContradictsNamesNobody() {
    policy.replace(Policies.askingActorsOf(List.of(ActorSource.header("X-User"))));
    Request request = new Request().header("X-User", "alice");
    request.others.put("X-User", "eve");
    ServerCall call = capture.enter(requests, request);
    capture.end(call, requests, request, 200);
    assertThat(ended.get(0).actorUtf8()).isEmpty();
  }

  @Test
  void digestsBodiesOfRequestsThatBeginOnceReadsAreWovenOnRoutesThatAskForIt() {
    AuditRule digested =
        new AuditRule(true, Set.of("create"), List.of(new NamePattern("/orders*"))).digesting();
    policy.replace(
        Policies.of(new AuditRules(false, List.of(digested)), Redaction.NONE, HeaderRules.DEFAULT));
    assertThat(servedWithBody("/orders/*")).as("not woven yet").isEmpty();
    capture.digestBodies();
    assertThat(servedWithBody("/orders/*")).startsWith(1, 1, 9).hasSize(42);
    assertThat(servedWithBody("/invoices")).as("another route").isEmpty();
  }

  /** The digest of its body; empty if it has none. */
  private byte[] servedWithBody(String route) {
    Request request = new Request();
    request.method = "POST";
    request.route = route;
    ServerCall call = capture.enter(requests, request);
    if (capture.isReading(request)) {
      capture.read(request, ByteBuffer.wrap(new byte[9]), 9);
      capture.read(request, null, -1);
    }
    capture.end(call, requests, request, 200);
    capture.leave();
    assertThat(capture.isReading(request)).isFalse();
    return field(ended.remove(0), OperationExtras.PAYLOAD_DIGEST);
  }

  private static byte[] field(Operation operation, int tag) {
    return OperationExtras.of(operation.extras()).field(tag).orElse(new byte[0]);
  }

  @ParameterizedTest
  @CsvSource({"POST, '', /orders/*, 192.0.2.7", "POST, /all, /all, 192.0.2.7", "GET, '', '', ''"})
  void recordsSayWhoSentARequestAndWhereToIfNoRouteDoes(
      String method, String route, String target, String client) {
    Request request = new Request();
    request.method = method;
    request.route = route;
    capture.end(capture.enter(requests, request), requests, request, 401);
    assertThat(new String(ended.get(0).targetUtf8(), UTF_8)).isEqualTo(target);
    assertThat(ended.get(0).subject().target()).as("of series").isEqualTo(route);
    assertThat(new String(field(ended.get(0), OperationExtras.CLIENT_ADDRESS), UTF_8))
        .isEqualTo(client);
  }

  @Test
  void keepsTheRouteThatMatchedBeforeTheErrorPage() {
    Request request = new Request();
    ServerCall call = capture.enter(requests, request);
    capture.routed(requests, request);
    request.route = "/error";
    capture.end(call, requests, request, 500);
    assertThat(ended.get(0).subject().target()).isEqualTo("/orders/*");
  }

  @Test
  void countsRoutesBeyondItsBoundAsOne() {
    RouteSubjects subjects = new RouteSubjects();
    for (int i = 0; i < RouteSubjects.MOST_ROUTES; i++) {
      subjects.of("GET", "/" + i);
    }
    assertThat(subjects.of("GET", "/one more").target()).isEqualTo("~other");
    assertThat(subjects.of("GET", "/1")).isSameAs(subjects.of("GET", "/1"));
  }

  @Test
  void makesNoSecondOperationOfANestedEntry() {
    Request request = new Request();
    capture.enter(requests, request);
    assertThat(capture.enter(requests, request)).isNull();
  }

  @Test
  void goesOnWithASuspendedRequestOnAnotherThread() {
    Request request = new Request().header("X-Tenant-ID", "acme");
    ServerCall call = capture.enter(requests, request);
    TenantContext context = threads.context();
    capture.suspend(call, requests, request);
    capture.leave();
    assertThat(threads.context()).isNull();
    assertThat(capture.enter(requests, request)).isSameAs(call);
    assertThat(threads.context()).isSameAs(context);
    capture.leave();
    capture.end(call, requests, request, 200);
    capture.end(call, requests, request, 500);
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).status()).isEqualTo(200);
  }

  @Test
  void endsTheContextOnceWithTheRequest() {
    Request request = new Request().header("X-Tenant-ID", "acme");
    ServerCall call = capture.enter(requests, request);
    TenantContext context = threads.context();
    assertThat(context.isOpen()).isTrue();
    capture.suspend(call, requests, request);
    capture.leave();
    capture.enter(requests, request);
    assertThat(context.isOpen()).as("it goes on").isTrue();
    requests.failing = "user";
    assertThatThrownBy(() -> capture.end(call, requests, request, 200))
        .isInstanceOf(IllegalStateException.class);
    assertThat(context.isOpen()).isFalse();
    capture.leave();
    assertThat(context.isOpen()).isFalse();
  }

  @Test
  void aRequestOfWhichNothingMoreIsHeardDoesNotStayOpenForEver() {
    capture.enter(requests, new Request().header("X-Tenant-ID", "acme"));
    TenantContext context = threads.context();
    capture.leave();
    assertThat(context.isOpen()).isFalse();
  }

  @Test
  void countsAThreadThatStillWorksForAnother() {
    Request request = new Request();
    threads.state().attach(new TenantContext(tenants.intern("other"), 1, 2, 3, (byte) 0, ""));
    capture.enter(requests, request);
    assertThat(threads.context().tenant()).isSameAs(tenants.none());
    assertThat(capture.leaks()).isOne();
  }

  @Test
  void countsNoLeakWhenARequestMeetsItsOwnContext() {
    Request request = new Request();
    ServerCall call = capture.enter(requests, request);
    TenantContext context = threads.context();
    capture.suspend(call, requests, request);
    capture.leave();
    threads.state().attach(context); // handed over by whoever completed the request
    capture.enter(requests, request);
    assertThat(capture.leaks()).isZero();
  }

  @Test
  void attachesNothingWhenTheRequestCannotBeRead() {
    requests.failing = "header";
    assertThatThrownBy(() -> capture.enter(requests, new Request()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(threads.context()).isNull();
    assertThat(threads.state().serving()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"route", "user", "path"})
  void recordsARequestThatCannotBeDescribed(String what) {
    Request request = new Request();
    ServerCall call = capture.enter(requests, request);
    requests.failing = what;
    assertThatThrownBy(() -> capture.end(call, requests, request, 200))
        .isInstanceOf(IllegalStateException.class);
    capture.leave();
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).subject()).isNotNull();
    assertThat(threads.context()).isNull();
  }
}
