package io.heddle.agent.http.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.policy.request.AddressRange;
import io.heddle.sampler.policy.request.RequestRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
  private static final String PEER = "10.0.0.9";
  private static final RequestRules RULES =
      new RequestRules(
          2, true, List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "203.0.113.5                        | 203.0.113.5",
        "203.0.113.5, 10.0.0.1              | 203.0.113.5",
        "1.1.1.1, 203.0.113.5, 10.0.0.1     | 203.0.113.5",
        "203.0.113.5:4711                   | 203.0.113.5",
        "[2001:db8::7]:4711, 10.0.0.1       | 2001:db8::7",
        "2001:db8::7, fd00::1               | 2001:db8::7",
        "10.0.0.1, 10.0.0.2                 | 10.0.0.1",
        "unknown, 10.0.0.1                  | 10.0.0.1",
        "203.0.113.5, nonsense              | 10.0.0.9",
        ",                                  | 10.0.0.9",
        "` `                                | 10.0.0.9",
      })
  void theLastThatNoTrustedProxyHasIsTheClient(String forwardedFor, String client) {
    assertThat(Forwarding.client(PEER, null, forwardedFor, RULES)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=203.0.113.5;proto=https;by=10.0.0.1   | 203.0.113.5",
        "For=\"[2001:db8:cafe::17]:4711\"          | 2001:db8:cafe::17",
        "for=1.1.1.1, for=203.0.113.5, for=10.0.0.1 | 203.0.113.5",
        "proto=https ; for=203.0.113.5             | 203.0.113.5",
        "for=_hidden, for=10.0.0.1                 | 10.0.0.1",
        "for=unknown                               | 10.0.0.9",
        "proto=https                               | 10.0.0.9",
        "for=\"                                    | 10.0.0.9",
      })
  void readsTheStandardHeaderToo(String forwarded, String client) {
    assertThat(Forwarding.client(PEER, forwarded, null, RULES)).isEqualTo(client);
  }

  @Test
  void believesNeitherOfTwoHeadersThatNameDifferentClients() {
    assertThat(Forwarding.client(PEER, "for=203.0.113.5", "203.0.113.6", RULES)).isEqualTo(PEER);
    assertThat(Forwarding.client(PEER, "for=203.0.113.5", "203.0.113.5", RULES))
        .isEqualTo("203.0.113.5");
    assertThat(Forwarding.client(PEER, null, null, RULES)).isEqualTo(PEER);
  }

  @Test
  void looksAtABoundedNumberOfHops() {
    String many = "203.0.113.5" + ", 10.0.0.1".repeat(1_000);
    assertThat(Forwarding.client(PEER, null, many, RULES)).isEqualTo("10.0.0.1");
  }
}
