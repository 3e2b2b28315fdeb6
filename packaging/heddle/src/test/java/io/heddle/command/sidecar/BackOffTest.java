package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
  @Test
  void doublesUpToHalfAMinute() {
    BackOff backOff = new BackOff(Duration.ofSeconds(7));

    assertThat(backOff.next()).hasSeconds(7);
    assertThat(backOff.next()).hasSeconds(14);
    assertThat(backOff.next()).hasSeconds(28);
    assertThat(backOff.next()).hasSeconds(30);
    assertThat(backOff.next()).hasSeconds(30);

    backOff.reset();
    assertThat(backOff.next()).hasSeconds(7);
  }

  @Test
  void restsAtLeastAMillisecond() {
    assertThat(new BackOff(Duration.ZERO).next()).hasMillis(1);
  }
}
