package io.heddle.sampler.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.4.0/22, 192.168.7.255, true",
    "192.168.4.0/22, 192.168.8.0, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "fe80::/10, fe80::1%eth0, true",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "10.0.0.0/8, proxy.example, false",
    "10.0.0.0/8, 10.1, false",
  })
  void trustsThoseWhoseAddressIsInARange(String range, String address, boolean isTrusted) {
    assertThat(trusting(range).trusts(address)).isEqualTo(isTrusted);
  }

  @Test
  void trustsNobodyByDefault() {
    assertThat(RequestRules.DEFAULT.trusts("127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0",
        "256.0.0.1", "1.2.3.4.5", "localhost", "dead", "beef.cafe", "fe80::1%eth0", "1:2", "::g",
        "10.0.0.0/0008", "010.0.0.1.", "1..2.3"
      })
  void aTextThatIsNoRangeIsNone(String text) {
    assertThat(AddressRange.parse(text)).isNull();
  }

  private static RequestRules trusting(String... ranges) {
    return new RequestRules(
        2, true, List.copyOf(Arrays.stream(ranges).map(AddressRange::parse).toList()));
  }
}
