package io.heddle.command.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.retention.ClockGuard;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.spool.SampleOperation;
import io.heddle.audit.spool.SpoolOptions;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
  private static final RetentionPolicy A_DAY = new RetentionPolicy(86_400_000, 0);

  @TempDir private Path home;
  private Instant now = START;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void sealOneRecord() throws Exception {
    try (SpoolWriter writer =
        SpoolWriter.open(
            new SpoolOptions(home.resolve("spool"), "n", 1, "s", "1", 16 << 20, 64 << 10),
            () -> START.toEpochMilli() * 1_000)) {
      writer.append(SampleOperation.insertBy("acme").at(START.toEpochMilli() * 1_000, 1_000));
    }
    try (Archiver archiver = Archiver.open(home, ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
      archiver.drain();
      archiver.seal();
    }
    assertThat(new ArchiveHome(home).segments()).hasSize(1);
  }

  @Test
  void looksAtOnceAndThenEveryHour() throws Exception {
    Pruning pruning = new Pruning(home, A_DAY, clock);
    at(Duration.ofHours(23).plusMinutes(30));
    pruning.runIfDue();
    at(Duration.ofHours(24).plusMinutes(20));
    pruning.runIfDue();
    assertThat(new ArchiveHome(home).segments()).as("an hour is not over").hasSize(1);

    at(Duration.ofHours(24).plusMinutes(30));
    pruning.runIfDue();

    assertThat(new ArchiveHome(home).segments()).isEmpty();
    assertThat(pruning.segments()).isEqualTo(1);
  }

  @Test
  void keepsEverythingUnlessThereIsALimit() throws Exception {
    now = START.plus(Duration.ofDays(10_000));
    new Pruning(home, RetentionPolicy.EVERYTHING, clock).runIfDue();

    assertThat(new ArchiveHome(home).segments()).hasSize(1);
  }

  @Test
  void aFailureStopsNothingAndIsTriedAgain() throws Exception {
    Path register = new ArchiveHome(home).retention();
    Files.writeString(register, "dear diary, ".repeat(100));
    Pruning pruning = new Pruning(home, A_DAY, clock);
    at(Duration.ofDays(2));
    pruning.runIfDue();
    assertThat(pruning.segments()).isZero();

    Files.delete(register);
    at(Duration.ofDays(2).plus(Pruning.PERIOD));
    pruning.runIfDue();
    assertThat(pruning.segments()).isEqualTo(1);
  }

  @Test
  void aClockThatJumpsPrunesNothing() throws Exception {
    Pruning pruning = new Pruning(home, A_DAY, clock);
    at(Duration.ofHours(1));
    now = START.plus(Duration.ofDays(400));
    assertThat(pruning.runIfDue()).isTrue();
    assertThat(new ArchiveHome(home).segments()).as("it would be 400 days old").hasSize(1);

    at(Duration.ofDays(401)); // an operator has said that it is so
    pruning.runIfDue();
    assertThat(new ArchiveHome(home).segments()).isEmpty();
  }

  /** So much later, and whoever archives knows. */
  private void at(Duration later) throws Exception {
    now = START.plus(later);
    new ClockGuard(new ArchiveHome(home)).accept(now.toEpochMilli() * 1_000);
  }
}
