package io.heddle.agent.actor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtClaimTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"alice\"}",
        " { \"iss\" : \"x\" , \"sub\" : \"alice\" , \"exp\" : 1.5e9 } ",
        "{\"a\":{\"sub\":\"eve\",\"b\":[{},[],null,true,false,-0.1E+2]},\"sub\":\"alice\"}",
        "{\"sub\":\"\\u0061\\u006cic\\u0065\"}",
        "{\"\\u0073ub\":\"alice\"}",
        "{\"subject\":\"eve\",\"su\":\"eve\",\"sub\":\"alice\",\"\":\"eve\"}",
      })
  void findsTheClaimWhereverItStands(String claims) {
    assertThat(JwtClaim.of(bearer(claims), "sub")).isEqualTo("alice");
  }

  @Test
  void readsTextsThatAreNotAscii() {
    assertThat(JwtClaim.of(bearer("{\"sub\":\"größe \uD83D\uDE00\"}"), "sub"))
        .isEqualTo("größe \uD83D\uDE00");
    assertThat(JwtClaim.of(bearer("{\"sub\":\"\\ud83d\\ude00\\\"\\\\\\/\\n\"}"), "sub"))
        .isEqualTo("\uD83D\uDE00\"\\/\n");
    assertThat(
            JwtClaim.of(bearer("{\"https://example.org/user\":\"a\"}"), "https://example.org/user"))
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"sub\"",
        "{}",
        "{\"sub\":7}",
        "{\"sub\":null}",
        "{\"sub\":[\"alice\"]}",
        "{\"sub\":{\"sub\":\"alice\"}}",
        "{\"sub\":\"alice\",\"sub\":\"eve\"}",
        "{\"sub\":7,\"sub\":\"eve\"}",
        "{\"sub\":\"alice\"",
        "{\"sub\":\"alice\"}}",
        "{\"sub\":\"alice\"}x",
        "{\"sub\":\"alice\",}",
        "{\"sub\" \"alice\"}",
        "{sub:\"alice\"}",
        "{'sub':'alice'}",
        "{\"sub\":\"alice\",\"n\":01}",
        "{\"sub\":\"alice\",\"n\":1.}",
        "{\"sub\":\"alice\",\"n\":+1}",
        "{\"sub\":\"alice\",\"n\":NaN}",
        "{\"sub\":\"alice\",\"n\":nul}",
        "{\"sub\":\"al\nice\"}",
        "{\"sub\":\"al\\xice\"}",
        "{\"sub\":\"\\u12\"}",
        "{\"sub\":\"\\u-123\"}",
        "{\"sub\":\"\\ud83d\"}",
        "{\"sub\":\"\\ude00\\ud83d\"}",
        "{\"sub\":\"alice",
        "\uFEFF{\"sub\":\"alice\"}",
      })
  void saysNothingOfWhatIsNotExactlyOfTheForm(String claims) {
    assertThat(JwtClaim.of(bearer(claims), "sub")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a.b",
        "Bearer ..",
        "Bearer a..c",
        "Bearer .b.c",
        "Bearer a.b.",
        "Bearer a.b.c.d.e",
        "Bearer a.!!.c",
        "Bearer a.YQ==.c",
        "Bearer a.Y.c",
      })
  void saysNothingOfAHeaderThatIsNoSuchToken(String header) {
    assertThat(JwtClaim.of(header, "sub")).isNull();
  }

  @Test
  void saysNothingOfBytesThatAreNoUtf8() {
    byte[] claims = "{\"sub\":\"al?ce\"}".getBytes(UTF_8);
    for (int wrong : new int[] {0x80, 0xff, 0xc0, 0xf8}) {
      claims[10] = (byte) wrong;
      assertThat(JwtClaim.of(bearer(claims), "sub")).isNull();
    }
  }

  @Test
  void isNotCaseSensitiveAboutTheSchemeAlone() {
    String token = bearer("{\"sub\":\"alice\"}").substring("Bearer ".length());
    assertThat(JwtClaim.of("bearer " + token, "sub")).isEqualTo("alice");
    assertThat(JwtClaim.of("BEARER  " + token + " ", "sub")).isEqualTo("alice");
    assertThat(JwtClaim.of("Bearer " + token, "SUB")).isNull();
  }

  @Test
  void saysNothingOfWhatIsNestedTooDeep() {
    for (String[] pair : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
      String inner = pair[0].equals("[") ? "" : "1";
      int fits = JsonClaims.MOST_DEPTH;
      String deep = pair[0].repeat(fits) + inner + pair[1].repeat(fits);
      String fine = pair[0].repeat(fits - 1) + inner + pair[1].repeat(fits - 1);
      assertThat(JwtClaim.of(bearer("{\"x\":" + fine + ",\"sub\":\"a\"}"), "sub")).isEqualTo("a");
      String beyond = pair[0] + deep + pair[1];
      assertThat(JwtClaim.of(bearer("{\"x\":" + beyond + ",\"sub\":\"a\"}"), "sub")).isNull();
    }
    String bottomless = "{\"x\":" + "[".repeat(11_000);
    assertThat(JwtClaim.of(bearer(bottomless), "sub")).isNull();
  }

  @Test
  void saysNothingOfAHugeTokenAndDoesNotTryForLong() {
    String huge = "{\"sub\":\"alice\",\"x\":\"" + "y".repeat(20_000) + "\"}";
    assertThat(JwtClaim.of(bearer(huge), "sub")).isNull();
    String large = "{\"x\":\"" + "\\n".repeat(6_000) + "\",\"sub\":\"alice\"}";
    assertTimeout(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertThat(JwtClaim.of(bearer(large).substring(0, 16_000), "sub")).isNull();
          }
        });
  }

  static String bearer(String claims) {
    return bearer(claims.getBytes(UTF_8));
  }

  static String bearer(byte[] claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String head = encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8));
    return "Bearer " + head + "." + encoder.encodeToString(claims) + ".c2ln";
  }
}
