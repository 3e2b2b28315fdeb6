package io.heddle.agent.http.client;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.context.TraceState;
import io.heddle.agent.context.WeakIdentityMap;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.exporter.telemetry.HeddleThread;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.HeaderRules;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** What the woven {@code java.net.http} client calls. */
public final class ClientCapture {
  private static final int MOST_METHODS = 32;
  private static final String OTHER_METHOD = "_OTHER";

  private final CurrentThread threads;
  private final OperationRecorder recorder;
  private final CurrentPolicy policy;
  private final boolean describesSpans;
  private final ConcurrentHashMap<String, Subject> subjects = new ConcurrentHashMap<>();

  /** The values of tenant headers that we added and the application did not. */
  private final WeakIdentityMap<String, Boolean> told = new WeakIdentityMap<>();

  /**
   * @param policy says which header tells the tenant, and which hosts may be told
   * @param describesSpans whether anybody wants the attributes of spans
   */
  public ClientCapture(
      CurrentThread threads,
      OperationRecorder recorder,
      CurrentPolicy policy,
      boolean describesSpans) {
    this.threads = threads;
    this.recorder = recorder;
    this.policy = policy;
    this.describesSpans = describesSpans;
  }

  /** A request is about to be sent; returns what {@link #sent} takes, or null. */
  public Object sending(HttpRequest request) {
    if (Thread.currentThread() instanceof HeddleThread) {
      return null;
    }
    ThreadState thread = threads.state();
    Operation operation = recorder.call(Layer.HTTP_CLIENT, thread);
    String host = request.uri().getHost();
    operation.names(subject(request.method()));
    operation.addresses(host == null ? "" : host);
    ClientCall call =
        new ClientCall(
            this, thread, thread.sending(), operation, request, host == null ? "" : host);
    thread.send(call);
    return call;
  }

  /**
   * The request was handed to the client; its answer comes later.
   *
   * @param future null if sending failed
   */
  public void sent(Object token, CompletableFuture<?> future, Throwable thrown) {
    if (token == null) {
      return;
    }
    ClientCall call = (ClientCall) token;
    call.thread().send(call.outer());
    if (future == null) {
      answered(call, null, thrown);
    } else {
      future.whenComplete(call);
    }
  }

  /** The client reads a request's headers; returns what it shall send, or null for just these. */
  public HttpHeaders headers(HttpRequest request, HttpHeaders own) {
    if (!(threads.state().sending() instanceof ClientCall call) || !isSent(request, call)) {
      return null;
    }
    Operation operation = call.operation();
    Map<String, List<String>> headers = new HashMap<>(own.map());
    if (own.firstValue(TraceParent.HEADER).isEmpty()) {
      headers.put(
          TraceParent.HEADER, List.of(TraceParent.format(operation.context(), operation.spanId())));
      String state = TraceState.format(operation.context());
      if (!state.isEmpty() && own.firstValue(TraceParent.STATE_HEADER).isEmpty()) {
        headers.put(TraceParent.STATE_HEADER, List.of(state));
      }
    }
    boolean hasTenant = operation.context().tenant().tag() != 0;
    HeaderRules rules = policy.policy().headers();
    String tenantHeader = rules.toldAs();
    if (hasTenant
        && !tenantHeader.isEmpty()
        && own.firstValue(tenantHeader).isEmpty()
        && rules.propagation().matches(call.host())) {
      headers.put(tenantHeader, List.of(told(operation.tenantId())));
    }
    return HttpHeaders.of(headers, ClientCapture::any);
  }

  /**
   * The client is about to write a request, perhaps not the one the application made but what a
   * redirect made of it, headers included: a tenant that we told one host is not for the next.
   *
   * @return what it shall write, or null for just these
   */
  public HttpHeaders written(HttpRequest request, HttpHeaders headers) {
    if (told.isEmpty()) {
      return null;
    }
    String header = toldIn(headers);
    String host = request.uri() == null ? null : request.uri().getHost();
    if (header == null || host != null && policy.policy().headers().propagation().matches(host)) {
      return null;
    }
    return HttpHeaders.of(headers.map(), (name, ignored) -> !name.equalsIgnoreCase(header));
  }

  /**
   * The header in which we told the tenant, or null. Found by its value: the policy may have named
   * another header since.
   */
  private String toldIn(HttpHeaders headers) {
    WeakIdentityMap.Probe probe = threads.state().probe();
    for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
      for (String value : header.getValue()) {
        if (told.get(value, probe) != null) {
          return header.getKey();
        }
      }
    }
    return null;
  }

  /**
   * A text of its own, by which {@link #written} tells our header from the application's: the
   * client copies headers again and again, but never their values.
   */
  private String told(String tenant) {
    String value = new String(tenant);
    told.put(value, Boolean.TRUE);
    return value;
  }

  /** An application's own HttpRequest may ask one of the JDK's, which then goes to the same URI. */
  private static boolean isSent(HttpRequest request, ClientCall call) {
    return request == call.request() || request.uri().equals(call.request().uri());
  }

  private static boolean any(String name, String value) {
    return true;
  }

  /** {@code url.full} without user, password, query and fragment: they may be secrets. */
  private static void describe(Operation operation, URI uri) {
    if (uri.getHost() == null || uri.getScheme() == null) {
      return;
    }
    boolean secure = uri.getScheme().equalsIgnoreCase("https");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    operation.describedBy(
        "url.full",
        uri.getScheme() + "://" + uri.getHost() + port + path,
        "server.port",
        uri.getPort() >= 0 ? (long) uri.getPort() : secure ? 443L : 80L);
  }

  void answered(ClientCall call, Object response, Throwable failure) {
    Operation operation = call.operation();
    if (failure != null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      operation.answered(0, cause.getClass().getName());
    } else {
      int status = ((HttpResponse<?>) response).statusCode();
      operation.answered(status, status >= 400 ? Integer.toString(status) : "");
    }
    if (describesSpans && recorder.mayKeep(operation)) {
      describe(operation, call.request().uri());
    }
    recorder.end(operation);
  }

  private Subject subject(String method) {
    Subject known = subjects.get(method);
    if (known == null) {
      String name = subjects.size() < MOST_METHODS ? method : OTHER_METHOD;
      known = new Subject(OperationType.OTHER, false, name, "", name, name);
      if (subjects.size() < MOST_METHODS) {
        subjects.put(method, known);
      }
    }
    return known;
  }
}
