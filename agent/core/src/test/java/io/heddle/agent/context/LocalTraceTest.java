package io.heddle.agent.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.LocalTrace.Waiting;
import io.heddle.exporter.telemetry.FinishedOperation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LocalTraceTest {
  private final List<FinishedOperation> waited = new ArrayList<>();

  @Test
  void holdsOperationsUntilTheVerdictAndNoneAfterIt() {
    LocalTrace trace = new LocalTrace();
    FinishedOperation first = operation();
    FinishedOperation second = operation();
    assertThat(trace.hold(first)).isEqualTo(Waiting.HELD);
    assertThat(trace.hold(second)).isEqualTo(Waiting.HELD);

    trace.decide(true, waited::add);

    assertThat(waited).containsExactly(second, first);
    assertThat(trace.isPromoted()).isTrue();
    assertThat(trace.hold(operation())).isEqualTo(Waiting.DECIDED);
  }

  @Test
  void theFirstVerdictStands() {
    LocalTrace trace = new LocalTrace();
    trace.hold(operation());
    trace.decide(false, waited::add);
    trace.decide(true, waited::add);

    assertThat(trace.isPromoted()).isFalse();
    assertThat(waited).hasSize(1);
  }

  @Test
  void refusesMoreThanItsBound() {
    LocalTrace trace = new LocalTrace();
    for (int i = 0; i < LocalTrace.MOST; i++) {
      assertThat(trace.hold(operation())).isEqualTo(Waiting.HELD);
    }
    assertThat(trace.hold(operation())).isEqualTo(Waiting.REFUSED);

    trace.decide(false, waited::add);
    assertThat(waited).hasSize(LocalTrace.MOST);
    assertThat(trace.hold(operation())).isEqualTo(Waiting.DECIDED);
  }

  @Test
  void everyOperationIsHandedOverOnceWhenTheVerdictRaces() throws Exception {
    int threads = 3;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 3_000; round++) {
        LocalTrace trace = new LocalTrace();
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          results.add(
              executor.submit(
                  () -> {
                    start.await();
                    int decided = 0;
                    for (int j = 0; j < 10; j++) {
                      decided += trace.hold(operation()) == Waiting.DECIDED ? 1 : 0;
                    }
                    return decided;
                  }));
        }
        waited.clear();
        start.await();
        trace.decide(round % 2 == 0, waited::add);
        int handedOver = waited.size();
        for (Future<Integer> result : results) {
          handedOver += result.get();
        }
        assertThat(handedOver).isEqualTo(10 * threads);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** One that is never asked anything. */
  private static FinishedOperation operation() {
    return (FinishedOperation)
        Proxy.newProxyInstance(
            LocalTraceTest.class.getClassLoader(),
            new Class<?>[] {FinishedOperation.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
