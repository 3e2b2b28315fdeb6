package io.heddle.sampler.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.policy.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Policies changed in ways an editor, a disk or an enemy may change them: bits, cut and doubled
 * lines, YAML's own marks, noise. Each round is decided by its seed, which a failure names.
 */
@Timeout(120)
class PolicyFuzzTest {
  private static final int ROUNDS = 1_500;

  private static final String[] MARKS = {
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!x ",
    "|",
    ">",
    "#",
    "\"",
    "'",
    "\t",
    "\n",
    "\n  ",
    "---\n",
    "...\n",
    "%YAML 9.9\n",
    "? ",
    "<<: ",
    "~",
    "\u0000",
    "\u2028",
    "1e999",
    "-"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isReadOrRefusedWithAPlaceAndAReason(long family) {
    byte[] whole = PolicyText.FULL.getBytes(StandardCharsets.UTF_8);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(family * 1_000_003 + round);
      byte[] bytes = whole;
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes = changed(bytes, random);
      }
      Reading reading = PolicyText.read(bytes);
      if (reading instanceof Reading.Refused refused) {
        assertThat(refused.problems()).as("family %d round %d", family, round).isNotEmpty();
        for (Problem problem : refused.problems()) {
          assertThat(problem.place().line()).isPositive();
          assertThat(problem.place().column()).isPositive();
          assertThat(problem.expected()).isNotBlank();
          assertThat(problem.toString())
              .as("family %d round %d", family, round)
              .doesNotContain("\n")
              .hasSizeLessThan(1_000);
        }
      } else {
        accepted++;
      }
    }
    assertThat(accepted).as("some changes do no harm").isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noiseIsRefused(long family) {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(family * 1_000_003 + round);
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      if (family == 1) {
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (byte) " \n:-[]{}&*!|>#'\"%@`,?ab0".charAt((noise[i] & 0xff) % 24);
        }
      }
      assertThat(PolicyText.read(noise))
          .as("family %d round %d", family, round)
          .isInstanceOf(Reading.Refused.class);
    }
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
    return switch (random.nextInt(6)) {
      case 0 -> flipped(bytes, at, random.nextInt(8));
      case 1 -> spliced(bytes, at, to, new byte[0]);
      case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> spliced(bytes, at, at, mark(random));
      default -> spliced(bytes, at, to, mark(random));
    };
  }

  private static byte[] mark(Random random) {
    return MARKS[random.nextInt(MARKS.length)]
        .repeat(1 + random.nextInt(3))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] copy = bytes.clone();
    if (copy.length > 0) {
      copy[at] ^= (byte) (1 << bit);
    }
    return copy;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    byte[] copy = new byte[bytes.length - (to - from) + instead.length];
    System.arraycopy(bytes, 0, copy, 0, from);
    System.arraycopy(instead, 0, copy, from, instead.length);
    System.arraycopy(bytes, to, copy, from + instead.length, bytes.length - to);
    return copy;
  }
}
