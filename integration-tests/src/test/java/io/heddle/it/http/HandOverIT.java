package io.heddle.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to hand work over, for one tenant after another on the same few threads. */
class HandOverIT {
  private static final int ROUNDS = 5;

  /** These do not work for the request during which they happen. */
  private static final Set<String> OF_NOBODY = Set.of("periodic", "taskOfNobody");

  @TempDir Path folder;

  static List<Jdk> jdks() {
    return Jdks.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void worksForWhoeverHandedItOver(Jdk jdk) throws Exception {
    try (HttpRun run = HttpRun.on(jdk, folder)) {
      List<String> ways = run.exchange("GET", "/ways").answer().body().lines().toList();
      assertThat(ways).hasSizeGreaterThan(20);
      SoftAssertions softly = new SoftAssertions();
      for (int round = 0; round < ROUNDS; round++) {
        for (String way : ways) {
          HttpRun.Exchange exchange = run.exchange("GET", "/hand-over/" + way);
          softly.assertThat(exchange.answer().status()).as(way).isEqualTo(200);
          softly.assertThat(exchange.answer().body()).as(way).doesNotContain(" and ");
          if (OF_NOBODY.contains(way)) {
            softly.assertThat(exchange.toldTenant()).as(way).isEqualTo("-");
            softly.assertThat(exchange.toldTraceId()).as(way).isNotEqualTo(exchange.trace().id());
          } else {
            softly.assertThat(exchange.toldTenant()).as(way).isEqualTo(exchange.tenant());
            softly.assertThat(exchange.toldTraceId()).as(way).isEqualTo(exchange.trace().id());
          }
          HttpRun.Exchange after = run.exchangeOfNobody("/hand-over/" + way);
          softly.assertThat(after.toldTenant()).as("nobody after %s", way).isEqualTo("-");
        }
      }
      softly.assertAll();
      assertThat(run.metrics().sum("heddle_context_leaks_total")).isZero();
      assertThat(run.metrics().sum("heddle_instrumentation_failures_total")).isZero();
      assertThat(run.stderr()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void keepsTenantsApartThatHandOverAtATime(Jdk jdk) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try (HttpRun run = HttpRun.on(jdk, folder)) {
      List<String> ways =
          run.exchange("GET", "/ways")
              .answer()
              .body()
              .lines()
              // Which request gets an answer of the shared lambda is anybody's guess.
              .filter(way -> !way.equals("sharedLambda") && !OF_NOBODY.contains(way))
              .toList();
      List<Future<HttpRun.Exchange>> answers = new ArrayList<>();
      for (int round = 0; round < 4 * ROUNDS; round++) {
        for (String way : ways) {
          answers.add(clients.submit(() -> run.exchange("GET", "/hand-over/" + way)));
        }
      }
      SoftAssertions softly = new SoftAssertions();
      for (Future<HttpRun.Exchange> answer : answers) {
        HttpRun.Exchange exchange = answer.get();
        softly
            .assertThat(exchange.answer().body())
            .as(exchange.path())
            .startsWith(exchange.tenant() + "|00-" + exchange.trace().id())
            .doesNotContain(" and ");
      }
      softly.assertAll();
      assertThat(run.metrics().sum("heddle_context_leaks_total")).isZero();
      assertThat(run.metrics().sum("heddle_instrumentation_failures_total")).isZero();
    } finally {
      clients.shutdownNow();
    }
  }
}
