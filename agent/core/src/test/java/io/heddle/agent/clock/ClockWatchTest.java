package io.heddle.agent.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.ClockInterval;
import io.heddle.audit.spool.ClockInterval.Status;
import io.heddle.audit.spool.OperationExtras;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long ASSUMED = 250_000_000L;

  private final List<ClockInterval> intervals = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private long nanos = 7 * SECOND;
  private long epochAhead = 1_795_227_420L * SECOND;
  private ClockReading first;
  private ClockReading second;
  private long pauseNanos;

  private final ClockWatch watch =
      new ClockWatch(
          () -> {
            nanos += pauseNanos;
            return epochAhead + nanos;
          },
          () -> nanos,
          ASSUMED,
          this::told,
          steps::add,
          now -> first,
          now -> second);

  @Test
  void assumesTheConfiguredBoundIfNobodyAnswers() {
    watch.run();
    assertThat(intervals).containsExactly(new ClockInterval(Status.ASSUMED, 250_001, 250_001));
    lookAgain(SECOND);
    assertThat(intervals).as("said once").hasSize(1);
  }

  @Test
  void believesTheFirstWhoAnswersAndLetsTheirBoundDrift() {
    second = new ClockReading(Status.SYNCHRONISED, 2_000_000, 1_000, nanos);
    watch.run();
    // 2 ms, 2 µs drift until after the next look, and 1 ms for a clock that is being slewed.
    assertThat(intervals).containsExactly(new ClockInterval(Status.SYNCHRONISED, 3_003, 3_003));
    first = new ClockReading(Status.SYNCHRONISED, 50_000, 15_000, nanos);
    lookAgain(SECOND);
    assertThat(intervals.get(1).laterMicros()).isEqualTo(50 + 45 + 1_000 + 1);
  }

  @Test
  void neverSaysSynchronisedOnceNobodyVouchesAndNeverLessThanConfigured() {
    first = new ClockReading(Status.SYNCHRONISED, 50_000, 0, nanos);
    watch.run();
    first = null;
    lookAgain(SECOND);
    assertThat(intervals.get(1))
        .isEqualTo(new ClockInterval(Status.FREE_RUNNING, 251_001, 251_001));
    first = new ClockReading(Status.FREE_RUNNING, 400_000_000, 0, nanos);
    lookAgain(SECOND);
    assertThat(intervals.get(2).earlierMicros()).isEqualTo(401_001);
  }

  @Test
  void tellsWhenTheClockWasSetAndNotWhenItWasSlewed() {
    watch.run();
    epochAhead += 500_000;
    lookAgain(SECOND);
    assertThat(steps).as("500 ppm").isEmpty();
    epochAhead += 3_600 * SECOND;
    lookAgain(SECOND);
    epochAhead -= 15_000_000;
    lookAgain(SECOND);
    lookAgain(SECOND);
    assertThat(steps).containsExactly(3_600 * SECOND, -15_000_000L);
  }

  @Test
  void aThreadThatHadToWaitIsNoStep() {
    watch.run();
    pauseNanos = 50_000_000;
    lookAgain(SECOND);
    pauseNanos = 0;
    lookAgain(SECOND);
    assertThat(steps).isEmpty();
  }

  private void lookAgain(long later) {
    nanos += later;
    watch.run();
  }

  private void told(byte[] block) {
    byte[] value = OperationExtras.of(block).field(OperationExtras.CLOCK_INTERVAL).orElseThrow();
    intervals.add(ClockInterval.of(value));
  }
}
