package io.heddle.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.OtlpReceiver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to send a request with {@code java.net.http}. */
@ParameterizedClass(name = "{0}")
@MethodSource("jdks")
class MadeRequestIT {
  @TempDir static Path folder;

  private static HttpRun run;

  @Parameter Jdk jdk;

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(Jdk jdk) throws Exception {
    stop();
    run = HttpRun.on(jdk, folder.resolve("jdk" + jdk.feature()));
  }

  @AfterAll
  static void stop() {
    if (run != null) {
      run.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "sendAsync"})
  void isOneSpanAndTellsItsTraceAndTenant(String way) {
    HttpRun.Exchange exchange = run.exchange("GET", "/client/" + way);
    List<OtlpReceiver.Received> made = run.made(exchange);
    assertThat(made).hasSize(1);
    assertThat(exchange.toldTenant()).isEqualTo(exchange.tenant());
    assertThat(exchange.answer().body())
        .contains("|00-" + exchange.trace().id() + "-" + made.get(0).spanId() + "-01|hd=t:");
    assertThat(made.get(0).parentSpanId()).isEqualTo(run.served(exchange).spanId());
    assertThat(made.get(0).attribute("server.address")).isEqualTo("127.0.0.1");
    assertThat(made.get(0).attribute("url.full")).matches("http://127\\.0\\.0\\.1:\\d+/");
    assertThat(made.get(0).attribute("error.type")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "redirectedToStranger"})
  void tellsNoStrangerTheTenant(String way) {
    HttpRun.Exchange exchange = run.exchange("GET", "/client/" + way);
    assertThat(exchange.answer().status()).isEqualTo(200);
    assertThat(exchange.toldTenant()).isEqualTo("-");
  }

  @Test
  void leavesTheHeadersOfTheApplication() {
    assertThat(run.exchange("GET", "/client/ownTenant").toldTenant()).isEqualTo("own");
    assertThat(run.exchange("GET", "/client/ownTenantToStranger").toldTenant()).isEqualTo("own");
    assertThat(run.exchange("GET", "/client/ownTraceParent").answer().body())
        .contains("|their own|-");
    HttpRun.Exchange ownState = run.exchange("GET", "/client/ownTraceState");
    assertThat(ownState.answer().body()).endsWith("|a=b");
    assertThat(ownState.toldTraceId()).isEqualTo(ownState.trace().id());
  }

  @Test
  void leavesTheRequestOfTheApplication() {
    assertThat(run.exchange("GET", "/client/requestUnchanged").answer().body())
        .isEqualTo("{a=[b]}");
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    HttpRun.Exchange refused = run.exchange("GET", "/client/refused");
    assertThat(run.made(refused)).hasSize(1);
    assertThat(run.made(refused).get(0).attribute("error.type"))
        .isEqualTo(refused.answer().body())
        .isEqualTo("java.net.ConnectException");
    HttpRun.Exchange cancelled = run.exchange("GET", "/client/cancelled");
    assertThat(cancelled.answer().body()).isEqualTo("true");
    assertThat(run.made(cancelled)).hasSize(1);
    assertThat(run.made(cancelled).get(0).attribute("error.type")).isNotEmpty();
  }
}
