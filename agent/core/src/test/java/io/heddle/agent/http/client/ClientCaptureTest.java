package io.heddle.agent.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.TenantContext;
import io.heddle.agent.operation.Operation;
import io.heddle.agent.operation.OperationRecorder;
import io.heddle.agent.operation.Recorders;
import io.heddle.agent.policy.Policies;
import io.heddle.agent.tenant.TenantRegistry;
import io.heddle.exporter.telemetry.FinishedOperation;
import io.heddle.exporter.telemetry.HeddleThread;
import io.heddle.sampler.policy.CurrentPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCaptureTest {
  private final CurrentThread threads = new CurrentThread();
  private final TenantRegistry tenants = new TenantRegistry(10, () -> new byte[32]);
  private final List<Operation> ended = new ArrayList<>();
  private final CurrentPolicy policy =
      new CurrentPolicy(Policies.headers(List.of("X-Tenant-ID"), "friend"));
  private final OperationRecorder recorder = Recorders.of(tenants, policy, ended::add);
  private final ClientCapture capture = new ClientCapture(threads, recorder, policy, true);

  private final HttpRequest toFriend = request("http://friend/a?secret=1");
  private final HttpRequest toStranger = request("http://stranger/b");

  @BeforeEach
  void workForATenant() {
    threads.state().attach(new TenantContext(tenants.intern("acme"), 1, 2, 3, (byte) 1, ""));
  }

  @Test
  void addsNothingWhileNothingIsSent() {
    assertThat(capture.headers(toFriend, toFriend.headers())).isNull();
  }

  @Test
  void tellsAFriendTheTenant() {
    Object call = capture.sending(toFriend);
    HttpHeaders headers = capture.headers(toFriend, toFriend.headers());
    assertThat(headers.firstValue("x-tenant-id")).contains("acme");
    assertThat(headers.firstValue("traceparent")).isPresent();
    assertThat(headers.firstValue("tracestate")).isPresent();
    capture.sent(call, new CompletableFuture<>(), null);
    assertThat(capture.headers(toFriend, toFriend.headers())).isNull();
  }

  @Test
  void tellsWhomThePolicyInForceNamesUnderTheHeaderItNames() {
    policy.replace(Policies.headers(List.of("X-Org"), "stranger"));
    capture.sending(toStranger);
    HttpHeaders headers = capture.headers(toStranger, toStranger.headers());
    assertThat(headers.firstValue("x-org")).contains("acme");
    assertThat(headers.firstValue("x-tenant-id")).isEmpty();
    capture.sending(toFriend);
    assertThat(capture.headers(toFriend, toFriend.headers()).firstValue("x-org")).isEmpty();
  }

  @Test
  void aRedirectTellsNoStrangerThoughThePolicyHasRenamedTheHeader() {
    capture.sending(toFriend);
    HttpHeaders told = capture.headers(toFriend, toFriend.headers());
    policy.replace(Policies.headers(List.of("X-Org"), "friend"));
    assertThat(capture.written(toStranger, told).firstValue("x-tenant-id")).isEmpty();
    assertThat(capture.written(toFriend, told)).isNull();
  }

  @Test
  void tellsAStrangerTheTraceAlone() {
    capture.sending(toStranger);
    HttpHeaders headers = capture.headers(toStranger, toStranger.headers());
    assertThat(headers.firstValue("x-tenant-id")).isEmpty();
    assertThat(headers.firstValue("traceparent")).isPresent();
  }

  @Test
  void addsNothingToAnotherRequestThatIsReadMeanwhile() {
    capture.sending(toFriend);
    assertThat(capture.headers(toStranger, toStranger.headers())).isNull();
  }

  @Test
  void goesOnWithTheOuterRequestAfterTheInner() {
    Object outer = capture.sending(toFriend);
    Object inner = capture.sending(toStranger);
    assertThat(capture.headers(toStranger, toStranger.headers()).firstValue("x-tenant-id"))
        .isEmpty();
    capture.sent(inner, new CompletableFuture<>(), null);
    assertThat(capture.headers(toFriend, toFriend.headers()).firstValue("x-tenant-id"))
        .contains("acme");
    capture.sent(outer, new CompletableFuture<>(), null);
    assertThat(threads.state().sending()).isNull();
  }

  @Test
  void takesTheTenantOutOfWhatIsRedirectedToAStranger() {
    capture.sending(toFriend);
    HttpHeaders sent = capture.headers(toFriend, toFriend.headers());
    HttpHeaders copied = HttpHeaders.of(sent.map(), (name, value) -> true);
    assertThat(capture.written(toFriend, copied)).isNull();
    HttpHeaders redirected = capture.written(toStranger, copied);
    assertThat(redirected.firstValue("x-tenant-id")).isEmpty();
    assertThat(redirected.firstValue("traceparent")).isPresent();
  }

  @Test
  void leavesTheTenantThatTheApplicationTellsAStranger() {
    HttpRequest own =
        HttpRequest.newBuilder(toStranger.uri()).header("X-Tenant-ID", "acme").build();
    capture.sending(toFriend);
    capture.headers(toFriend, toFriend.headers());
    assertThat(capture.written(own, own.headers())).isNull();
  }

  @Test
  void endsOnceWithTheClassOfTheFailure() {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    capture.sent(capture.sending(toFriend), answer, null);
    assertThat(ended).isEmpty();
    answer.completeExceptionally(new IOException("gone"));
    answer.complete("too late");
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).error()).isEqualTo("java.io.IOException");
    assertThat(ended.get(0).tenantId()).isEqualTo("acme");
  }

  @Test
  void endsWhenItIsCancelled() {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    capture.sent(capture.sending(toFriend), answer, null);
    answer.cancel(true);
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0).error()).isEqualTo("java.util.concurrent.CancellationException");
  }

  @Test
  void endsWhenSendingThrows() {
    capture.sent(capture.sending(toFriend), null, new IllegalArgumentException());
    assertThat(ended).hasSize(1);
    assertThat(threads.state().sending()).isNull();
  }

  @Test
  void describesTheUrlWithoutItsQuery() {
    capture.sent(capture.sending(toFriend), null, new IllegalArgumentException());
    List<String> attributes = new ArrayList<>();
    ended
        .get(0)
        .forEachAttribute(
            new FinishedOperation.AttributeConsumer() {
              @Override
              public void text(String key, String value) {
                attributes.add(key + "=" + value);
              }

              @Override
              public void number(String key, long value) {
                attributes.add(key + "=" + value);
              }
            });
    assertThat(attributes).contains("url.full=http://friend/a", "server.port=80");
  }

  @Test
  void ignoresTheExporter() throws InterruptedException {
    AtomicReference<Object> call = new AtomicReference<>("none");
    Thread exporter = new HeddleThread(() -> call.set(capture.sending(toFriend)), "heddle-test");
    exporter.start();
    exporter.join();
    assertThat(call.get()).isNull();
  }

  private static HttpRequest request(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).build();
  }
}
