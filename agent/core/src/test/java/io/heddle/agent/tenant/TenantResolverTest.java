package io.heddle.agent.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.agent.policy.Policies;
import io.heddle.sampler.policy.CurrentPolicy;
import io.heddle.sampler.policy.TenantIdRule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantResolverTest {
  private static final TenantResolver.HeaderReader<Map<String, String>> READER = Map::get;

  private final TenantRegistry registry = new TenantRegistry(100, () -> new byte[32]);
  private final CurrentPolicy policy =
      new CurrentPolicy(Policies.headers(List.of("X-Tenant-ID", "X-Org")));
  private final TenantResolver resolver =
      new TenantResolver(policy, new TenantIdRule(64), registry);

  @Test
  void theFirstHeaderPresentDecides() {
    assertThat(of(Map.of("X-Org", "b", "X-Tenant-ID", "a")).id()).isEqualTo("a");
    assertThat(of(Map.of("X-Org", "b")).id()).isEqualTo("b");
    assertThat(of(Map.of("X-Org", "b", "X-Tenant-ID", "not valid"))).isSameAs(registry.invalid());
    assertThat(of(Map.of())).isSameAs(registry.none());
  }

  @Test
  void twoLinesThatNameDifferentTenantsAreOfNone() {
    TenantResolver.HeaderReader<List<String>> lines =
        new TenantResolver.HeaderReader<>() {
          @Override
          public String header(List<String> request, String name) {
            return name.equals("X-Tenant-ID") ? request.get(0) : null;
          }

          @Override
          public boolean isContradicted(List<String> request, String name, String first) {
            return request.stream().anyMatch(line -> !line.equals(first));
          }
        };
    assertThat(resolver.resolve(lines, List.of("acme", "acme")).id()).isEqualTo("acme");
    assertThat(resolver.resolve(lines, List.of("acme", "globex"))).isSameAs(registry.invalid());
    assertThat(registry.contradictions()).isEqualTo(1);
    assertThat(registry.size()).as("neither is interned for it").isEqualTo(1);
  }

  @Test
  void asksTheHeadersOfThePolicyInForce() {
    policy.replace(Policies.headers(List.of("X-Customer")));
    assertThat(of(Map.of("X-Tenant-ID", "a", "X-Customer", "c")).id()).isEqualTo("c");
    assertThat(of(Map.of("X-Tenant-ID", "a"))).isSameAs(registry.none());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\r\nX-Admin: 1", "ten\u00e4nt", "~none", "a,b", "a\0", "\ud83d"})
  void aMalformedIdIsInvalidAndItsValueGoesNowhere(String id) {
    assertThat(of(Map.of("X-Tenant-ID", id))).isSameAs(registry.invalid());
    assertThat(registry.size()).isZero();
  }

  @Test
  void anOversizedIdIsInvalid() {
    assertThat(of(Map.of("X-Tenant-ID", "a".repeat(64))).id()).hasSize(64);
    assertThat(of(Map.of("X-Tenant-ID", "a".repeat(65)))).isSameAs(registry.invalid());
    assertThat(new TenantIdRule(1_000).accepts("a".repeat(129))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "A-1_b.c:d@e/f+g=", "0", "6f1c2a3e-9d0b-4c57-8c2e-000000000000"})
  void namesThatPeopleUseAreValid(String id) {
    assertThat(of(Map.of("X-Tenant-ID", id)).id()).isEqualTo(id);
  }

  @Test
  void aKnownTenantIsFoundWithoutAllocating() {
    Map<String, String> request = Map.of("X-Tenant-ID", "acme");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      of(request);
    }
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      of(request);
    }

    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 10_000).isZero();
  }

  @Test
  void beyondItsCapacityTenantsKeepTheirNamesButShareAnIndex() {
    for (int i = 0; i < 100; i++) {
      registry.intern("t" + i);
    }
    Tenant beyond = registry.intern("one-too-many");

    assertThat(beyond.id()).isEqualTo("one-too-many");
    assertThat(beyond.index()).isEqualTo(Tenant.OVERFLOW_INDEX);
    assertThat(registry.beyondCapacity()).isEqualTo(1);
    assertThat(registry.size()).isEqualTo(100);
  }

  @Test
  void manyThreadsInternOneTenantOnce() throws InterruptedException {
    Map<Tenant, Boolean> seen = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 50; i++) {
                  seen.put(registry.intern("t" + i), true);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(seen).hasSize(50);
    assertThat(seen.keySet().stream().map(Tenant::index).distinct()).hasSize(50);
  }

  @Test
  void theTagIsTheHmacOfTheId() {
    // RFC 4231, test case 2: key "Jefe".
    TenantTagger tagger = new TenantTagger("Jefe".getBytes());

    assertThat(tagger.tag("what do ya want for nothing?")).isEqualTo(0x5bdcc146bfL);
  }

  private Tenant of(Map<String, String> request) {
    return resolver.resolve(READER, request);
  }
}
