package io.heddle.sampler.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeededHashTest {
  private final SeededHash hash = new SeededHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  /**
   * SipHash-1-3 of the bytes 00, 01, 02 … under the key 00 … 0f: the usual test input, of which
   * UTF-16 makes a character of every two bytes.
   */
  @ParameterizedTest
  @CsvSource({
    "0, abac0158050fc4dc",
    "2, 82cb9b024dc7d44d",
    "4, cf75576088d38328",
    "6, c50d2b50c59f22a7",
    "8, 369095118d299a8e",
    "14, 605aa111c0f95d34",
    "16, cc4fdd1a7d908b66",
    "18, 8ffc389cb473e63e"
  })
  void isSipHashOneThree(int bytes, String expected) {
    StringBuilder id = new StringBuilder();
    for (int at = 0; at < bytes; at += 2) {
      id.append((char) (at | at + 1 << 8));
    }
    assertThat(hash.of(id.toString())).isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @Test
  void keepsAMillionIdsApart() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 1_000_000; i++) {
      hashes.add(hash.of("tenant-" + i));
    }
    assertThat(hashes).hasSize(1_000_000);
  }

  @Test
  void differsFromProcessToProcess() {
    assertThat(SeededHash.ofProcess().of("acme")).isNotEqualTo(SeededHash.ofProcess().of("acme"));
  }

  @Test
  void tellsApartWhatDiffersInLengthOnly() {
    assertThat(hash.of("a")).isNotEqualTo(hash.of("a\0"));
    assertThat(hash.of("")).isNotEqualTo(hash.of("\0"));
  }
}
