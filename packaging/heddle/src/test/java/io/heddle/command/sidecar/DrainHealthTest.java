package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainHealthTest {
  private static final long MIB = 1L << 20;

  private long nanoTime;
  private long freeBytes = 10_000 * MIB;
  private final DrainHealth health = new DrainHealth(() -> nanoTime, () -> freeBytes);

  @Test
  void isWellFromTheStart() {
    assertThat(health.problems()).isEmpty();
  }

  @Test
  void tellsAFailureUntilADrainEndsWell() {
    health.failed(new IOException("database is locked"));
    assertThat(health.problems()).containsExactly("archiving fails: database is locked");

    health.succeeded(0);
    assertThat(health.problems()).isEmpty();
    assertThat(health.errors()).isEqualTo(1);
  }

  @Test
  void noticesADrainThatHangs() {
    nanoTime = Duration.ofSeconds(59).toNanos();
    assertThat(health.problems()).isEmpty();

    nanoTime = Duration.ofSeconds(61).toNanos();
    assertThat(health.problems())
        .containsExactly("the archiver is stuck: no drain has ended for 61 s");
  }

  @Test
  void noticesABacklogThatOnlyGrows() {
    for (int i = 1; i <= DrainHealth.GROWTHS_IN_A_ROW; i++) {
      assertThat(health.problems()).isEmpty();
      health.succeeded(i * 10 * MIB);
    }
    assertThat(health.problems())
        .containsExactly(
            "the backlog is growing: 100 MiB in the spool, more after each of the last 10 drains");

    health.succeeded(90 * MIB);
    assertThat(health.problems()).isEmpty();
    assertThat(health.backlogBytes()).isEqualTo(90 * MIB);
  }

  @Test
  void doesNotMindASmallBacklog() {
    for (int i = 1; i <= 100; i++) {
      health.succeeded(i);
    }

    assertThat(health.problems()).isEmpty();
  }

  @Test
  void noticesAFullDisk() {
    freeBytes = 63 * MIB;

    assertThat(health.problems())
        .containsExactly("the disk is full: 63 MiB left, 64 MiB are needed");
  }
}
