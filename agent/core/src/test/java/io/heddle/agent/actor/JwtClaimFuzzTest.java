package io.heddle.agent.actor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, {@link JwtClaim} throws nothing and believes nothing that is not there. */
class JwtClaimFuzzTest {
  private static final String SOUND =
      "{\"iss\":\"https://id.example.org\",\"aud\":[\"a\",\"b\"],\"sub\":\"alice\",\"n\":-1.5e3,"
          + "\"realm\":{\"roles\":[\"x\\u00e9\",null,true,{\"sub\":\"eve\"}]},\"exp\":1795227420}";
  private static final String PIECES = "{}[]\",:\\u0ntrfe1.-+ \tsubalice\u0001\u00e9\uD83D";

  @Test
  void standsDamagedClaims() {
    Random random = new Random(11);
    int found = 0;
    for (int round = 0; round < 30_000; round++) {
      StringBuilder claims = new StringBuilder(SOUND);
      for (int change = random.nextInt(4); change >= 0 && claims.length() > 0; change--) {
        int at = random.nextInt(claims.length());
        switch (random.nextInt(4)) {
          case 0 -> claims.deleteCharAt(at);
          case 1 -> claims.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
          case 2 -> claims.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
          default -> claims.setLength(at + 1);
        }
      }
      String name = JwtClaim.of(JwtClaimTest.bearer(claims.toString()), "sub");
      if (name != null) {
        found++;
        assertThat(claims.toString()).contains("\"sub\"");
      }
    }
    assertThat(found).as("some damage does not matter").isBetween(1_000, 20_000);
  }

  @Test
  void standsDamagedBytesAndTokens() {
    Random random = new Random(12);
    for (int round = 0; round < 20_000; round++) {
      byte[] claims = SOUND.getBytes(UTF_8);
      claims[random.nextInt(claims.length)] = (byte) random.nextInt();
      JwtClaim.of(JwtClaimTest.bearer(claims), "sub");

      StringBuilder token = new StringBuilder(JwtClaimTest.bearer(SOUND));
      token.setCharAt(random.nextInt(token.length()), (char) random.nextInt(0x180));
      token.setLength(random.nextInt(token.length() + 1));
      JwtClaim.of(token.toString(), "sub");
    }
  }

  @Test
  void standsNoise() {
    Random random = new Random(13);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder noise = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        noise.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }
      JwtClaim.of(JwtClaimTest.bearer("{" + noise + "}"), "sub");
      JwtClaim.of("Bearer " + noise, "sub");
    }
  }
}
