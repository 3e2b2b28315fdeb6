package io.heddle.agent.http.client;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.agent.context.TraceParent;
import io.heddle.agent.context.TraceState;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Subject;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationType;
import io.heddle.exporter.telemetry.HeddleThread;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
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
  private final HostPatterns mayKnowTenant;
  private final String tenantHeader;
  private final ConcurrentHashMap<String, Subject> subjects = new ConcurrentHashMap<>();

  /**
   * @param tenantHeader the header that tells the tenant; empty to tell nobody
   * @param hosts patterns of hosts that may be told
   */
  public ClientCapture(
      CurrentThread threads, OperationRecorder recorder, String tenantHeader, List<String> hosts) {
    this.threads = threads;
    this.recorder = recorder;
    this.tenantHeader = tenantHeader;
    this.mayKnowTenant = new HostPatterns(hosts);
  }

  /** A request is about to be sent; returns what {@link #sent} takes, or null. */
  public Object sending(HttpRequest request) {
    ThreadState thread = threads.state();
    if (thread.sending() != null || Thread.currentThread() instanceof HeddleThread) {
      return null;
    }
    Operation operation = recorder.call(Layer.HTTP_CLIENT, thread);
    String host = request.uri().getHost();
    operation.names(subject(request.method()));
    operation.addresses(host == null ? "" : host);
    ClientCall call = new ClientCall(thread, operation, host == null ? "" : host);
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
    call.thread().send(null);
    if (future == null) {
      answered(call.operation(), null, thrown);
    } else {
      future.whenComplete((response, failure) -> answered(call.operation(), response, failure));
    }
  }

  /** The client reads a request's headers; returns what it shall send, or null for just these. */
  public HttpHeaders headers(HttpHeaders own) {
    if (!(threads.state().sending() instanceof ClientCall call)) {
      return null;
    }
    Operation operation = call.operation();
    Map<String, List<String>> headers = new HashMap<>(own.map());
    if (own.firstValue(TraceParent.HEADER).isEmpty()) {
      headers.put(
          TraceParent.HEADER, List.of(TraceParent.format(operation.context(), operation.spanId())));
      String state = TraceState.format(operation.context());
      if (!state.isEmpty()) {
        headers.put(TraceParent.STATE_HEADER, List.of(state));
      }
    }
    boolean hasTenant = operation.context().tenant().tag() != 0;
    if (hasTenant
        && !tenantHeader.isEmpty()
        && own.firstValue(tenantHeader).isEmpty()
        && mayKnowTenant.matches(call.host())) {
      headers.put(tenantHeader, new ArrayList<>(List.of(operation.tenantId())));
    }
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  private void answered(Operation operation, Object response, Throwable failure) {
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
