package io.heddle.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "10240, 10 KiB",
    "5872026, 5.6 MiB",
    "9223372036854775807, 8388608 TiB"
  })
  void saysSizesShortly(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }
}
