package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BegunByTest {
  @Test
  void readsWhatItHasWritten() {
    BegunBy request = new BegunBy(0x6a1f03c2aabbccddL, -2, "größe");
    assertThat(BegunBy.of(request.value())).isEqualTo(request);
  }

  @Test
  void isLaidOutAsTheFormatSays() {
    assertThat(new BegunBy(1, 0x0102, "acme").value())
        .isEqualTo(HexFormat.of().parseHex("0100000000000000" + "0201000000000000" + "61636d65"));
  }

  @Test
  void cutsALongTenantBetweenCharacters() {
    String tenant = "a" + "ö".repeat(400);
    assertThat(BegunBy.of(new BegunBy(1, 2, tenant).value()).tenant())
        .isEqualTo("a" + "ö".repeat(255));
  }

  @Test
  void refusesAValueThatIsTooShort() {
    assertThatThrownBy(() -> BegunBy.of("too short".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 bytes, expected at least 16");
  }
}
