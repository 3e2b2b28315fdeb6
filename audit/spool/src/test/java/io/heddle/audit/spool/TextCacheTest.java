package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCacheTest {
  private final TextCache cache = new TextCache();

  @Test
  void saysWhatTheBytesSayHoweverManyTextsThereAre() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String text = "é".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(40)) + i % 9_000;
      assertThat(decoded(text)).isEqualTo(text);
    }
  }

  @Test
  void tellsTextsApartThatDifferInOneByteAnywhere() {
    byte[] bytes = "an ordinary statement, longer than a few machine words".getBytes(UTF_8);
    String before = cache.text(bytes, 0, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      assertThat(cache.text(bytes, 0, bytes.length))
          .isEqualTo(new String(bytes, UTF_8))
          .isNotEqualTo(before);
      bytes[i] ^= 1;
    }
  }

  @Test
  void handsOutTheSameTextAgain() {
    assertThat(decoded("tenant-1")).isSameAs(decoded("tenant-1"));
  }

  @Test
  void decodesWhatIsNoUtf8AsTheJdkDoesAndKeepsNoLongText() {
    byte[] broken = {(byte) 0xc3, 'a', (byte) 0xff};
    assertThat(cache.text(broken, 0, 3)).isEqualTo(new String(broken, UTF_8));
    String longText = "y".repeat(5_000);
    assertThat(decoded(longText)).isEqualTo(longText).isNotSameAs(decoded(longText));
  }

  /** From somewhere inside an array, as in a segment's window. */
  private String decoded(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    byte[] window = new byte[utf8.length + 12];
    System.arraycopy(utf8, 0, window, 5, utf8.length);
    return cache.text(window, 5, utf8.length);
  }
}
