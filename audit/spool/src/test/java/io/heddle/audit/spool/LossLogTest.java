package io.heddle.audit.spool;

import static io.heddle.audit.spool.LossLog.BETWEEN_NANOS;
import static io.heddle.audit.spool.LossLog.OVER_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossLogTest {
  private final Losses losses = new Losses();
  private final List<String> lines = new ArrayList<>();
  private LossLog log;

  @BeforeEach
  void open() {
    log = new LossLog(Fixture.options(Path.of("/var/lib/heddle/spool")), losses, lines::add);
  }

  @Test
  void saysOnceWhatIsLostWhyAndWhatToDo() {
    lose(LossReason.BUDGET, 7, 0);
    lose(LossReason.BUDGET, 5, 1);
    assertThat(lines)
        .containsExactly(
            "operations are NOT recorded, 7 lost so far: nobody archives, and the spool below"
                + " /var/lib/heddle/spool has reached the 67108864 bytes it may have; start"
                + " 'heddle sidecar', or raise heddle.spool.max-bytes");
  }

  @Test
  void saysItAgainAfterAMinuteIfItGoesOn() {
    lose(LossReason.DISK_FULL, 1, 0);
    for (long second = 1; second <= 61; second++) {
      lose(LossReason.IO_ERROR, 1, second * 1_000_000_000L);
    }
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("61 lost so far").contains("cannot be written");
  }

  @Test
  void saysThatItIsOver() {
    lose(LossReason.DISK_FULL, 40, 0);
    log.look(OVER_NANOS - 1);
    assertThat(lines).hasSize(1);
    log.look(OVER_NANOS);
    log.look(2 * OVER_NANOS);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("operations are recorded again; 40 were lost");
  }

  @Test
  void aDiskThatComesAndGoesIsNoFlood() {
    for (long at = 0; at < BETWEEN_NANOS; at += 2 * OVER_NANOS) {
      lose(LossReason.DISK_FULL, 1, at);
      log.look(at + OVER_NANOS);
    }
    assertThat(lines).hasSize(2);
    lose(LossReason.DISK_FULL, 1, BETWEEN_NANOS);
    log.look(BETWEEN_NANOS + OVER_NANOS);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(3)).contains("; 1 were lost");
  }

  @ParameterizedTest
  @EnumSource(LossReason.class)
  void hasAReasonForEach(LossReason reason) {
    lose(reason, 1, 0);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).matches("operations are NOT recorded, 1 lost so far: .{10,}");
  }

  private void lose(LossReason reason, long count, long nanoTime) {
    losses.add(reason, count);
    log.look(nanoTime);
  }
}
