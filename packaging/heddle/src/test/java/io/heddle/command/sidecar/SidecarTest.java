package io.heddle.command.sidecar;

import static io.heddle.command.sidecar.ScriptedDrain.archives;
import static io.heddle.command.sidecar.ScriptedDrain.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SidecarTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final DrainHealth health = new DrainHealth(() -> 0, () -> Long.MAX_VALUE);
  private final AtomicReference<Sidecar> itself = new AtomicReference<>();

  @Test
  void drainsWhatIsLeftAfterItWasToldToStop() throws Exception {
    ScriptedDrain drain =
        new ScriptedDrain(archives(5), this::stopAndArchiveSeven, archives(11), archives(13));
    Sidecar sidecar = sidecar(drain, Duration.ofMillis(1), FOR_EVER);

    assertThat(sidecar.run()).isTrue();

    assertThat(drain.totals().records()).isEqualTo(5 + 7 + 11 + 13);
    assertThat(drain.isClosed()).isTrue();
    assertThat(sidecar.state()).isEqualTo(Sidecar.State.CLOSED);
    assertThat(sidecar.awaitClosed()).isTrue();
  }

  private long stopAndArchiveSeven() {
    itself.get().stop();
    assertThat(itself.get().state()).isEqualTo(Sidecar.State.DRAINING);
    return 7;
  }

  @Test
  void doesNotRestOnceItWasToldToStop() throws Exception {
    Sidecar sidecar = sidecar(new ScriptedDrain(), FOR_EVER, FOR_EVER);
    CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(sidecar::run);

    sidecar.stop();

    assertThat(run.get()).isTrue();
  }

  @Test
  void givesUpDrainingAtItsBound() {
    ScriptedDrain endless =
        new ScriptedDrain() {
          @Override
          public long run() {
            return 1;
          }
        };
    Sidecar sidecar = sidecar(endless, Duration.ofMillis(1), Duration.ofMillis(50));
    sidecar.stop();

    assertThat(sidecar.run()).isFalse();
    assertThat(endless.isClosed()).isTrue();
  }

  @Test
  void triesAgainAfterAFailure() {
    ScriptedDrain drain =
        new ScriptedDrain(
            fails("database is locked"), fails("disk is full"), this::stopAndArchiveSeven);
    Sidecar sidecar = sidecar(drain, Duration.ofMillis(1), FOR_EVER);

    assertThat(sidecar.run()).isTrue();

    assertThat(drain.totals().records()).isEqualTo(7);
    assertThat(health.errors()).isEqualTo(2);
    assertThat(health.problems()).isEmpty();
  }

  @Test
  void leavesTheSpoolAloneWhenArchivingKeepsFailing() {
    ScriptedDrain broken =
        new ScriptedDrain() {
          @Override
          public long run() {
            throw new IllegalStateException("not an archive");
          }
        };
    Sidecar sidecar = sidecar(broken, Duration.ofMillis(1), Duration.ofMillis(50));
    sidecar.stop();

    assertThat(sidecar.run()).isFalse();
    assertThat(health.problems()).containsExactly("archiving fails: not an archive");
  }

  private Sidecar sidecar(Drain drain, Duration poll, Duration bound) {
    Sidecar sidecar = new Sidecar(drain, health, poll, bound);
    itself.set(sidecar);
    return sidecar;
  }
}
