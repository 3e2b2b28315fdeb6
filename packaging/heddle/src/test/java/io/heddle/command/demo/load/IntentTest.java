package io.heddle.command.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntentTest {
  @Test
  void sharesAreAHundredPercent() {
    assertThat(Arrays.stream(Intent.values()).mapToInt(intent -> intent.share).sum())
        .isEqualTo(100);
  }

  @Test
  void comesUpAsOftenAsItsShare() {
    for (Intent intent : Intent.values()) {
      assertThat(IntStream.range(0, 100).filter(percent -> Intent.of(percent) == intent).count())
          .isEqualTo(intent.share);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Intent.of(100));
  }
}
