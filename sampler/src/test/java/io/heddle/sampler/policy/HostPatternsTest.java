package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternsTest {
  private final HostPatterns patterns =
      new HostPatterns(List.of("Orders.internal", "*.svc.cluster.local", "*.", "*"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders.internal",
        "ORDERS.INTERNAL",
        "a.svc.cluster.local",
        "b.a.SVC.cluster.local",
      })
  void matchesExactNamesAndNamesBelowASuffix(String host) {
    assertThat(patterns.matches(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "internal",
        "xorders.internal",
        "orders.internal.evil.example",
        "svc.cluster.local",
        ".svc.cluster.local",
        "evilsvc.cluster.local",
        "a.svc.cluster.local.evil.example",
      })
  void matchesNothingElse(String host) {
    assertThat(patterns.matches(host)).isFalse();
  }
}
