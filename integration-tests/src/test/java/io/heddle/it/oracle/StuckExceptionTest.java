package io.heddle.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StuckExceptionTest {
  private static final String OTHERS =
      "\"heddle-spool\" #21 daemon\n\tat io.heddle.agent.Housekeeping.run(Housekeeping.java:56)\n\n";

  @Test
  void aDriverThatDoesNotReturnIsToBlameWhereTheAgentIsNotBeneath() {
    StuckException stuck =
        stuck(OTHERS + "\"main\" #3\n\tat org.h2.Lock.wait(Lock.java:1)\n\n" + OTHERS);
    assertThat(stuck.isOfAgent()).isFalse();
    assertThat(stuck.where()).isEqualTo("\"main\" #3\n\tat org.h2.Lock.wait(Lock.java:1)");
  }

  @Test
  void theAgentIsToBlameWhereItIsOnTheStackOrNoStackIsKnown() {
    assertThat(stuck("\"main\" #3\n\tat io.heddle.agent.Ours.go(Ours.java:1)\n\n").isOfAgent())
        .isTrue();
    assertThat(stuck(OTHERS).isOfAgent()).isTrue();
  }

  private static StuckException stuck(String threads) {
    return new StuckException(Duration.ofSeconds(1), threads, null);
  }
}
