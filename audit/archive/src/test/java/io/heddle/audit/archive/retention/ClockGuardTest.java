package io.heddle.audit.archive.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockGuardTest {
  private static final long START = 1_795_227_420_000_000L;
  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  @TempDir Path path;

  private ArchiveHome home;
  private ClockGuard archiver;

  @BeforeEach
  void makeFolders() throws Exception {
    home = new ArchiveHome(path);
    Files.createDirectories(home.tlog());
    archiver = new ClockGuard(home);
  }

  @Test
  void whereNothingIsKnownNothingIsRefused() throws Exception {
    assertThat(refuses(START)).isFalse();
  }

  @Test
  void aClockThatGoesOnIsBelieved() throws Exception {
    for (long day = 0; day < 400; day++) {
      archiver.advance(START + day * DAY, day * DAY * 1_000);
      assertThat(refuses(START + day * DAY + HOUR)).isFalse();
    }
  }

  @Test
  void aClockThatJumpsWhileSomebodyArchivesIsNot() throws Exception {
    archiver.advance(START, 0);
    long jumped = START + 400 * DAY;
    for (long minute = 1; minute < 100; minute++) {
      archiver.advance(jumped + minute * MINUTE, minute * MINUTE * 1_000);
    }
    assertThat(refuses(jumped + 100 * MINUTE)).isTrue();
    assertThat(new ClockGuard(home).refusal(jumped, ClockGuard.LONGEST_REST))
        .hasValueSatisfying(
            why -> assertThat(why).contains("2027-12-26T02:17:00Z", "2026-11-21T02:17:00Z"));

    archiver.advance(START + 2 * HOUR, 2 * HOUR * 1_000); // it was put right
    assertThat(refuses(START + 3 * HOUR)).isFalse();
  }

  @Test
  void aJumpWhileNobodyArchivedIsNoticedByTheNextWhoDoes() throws Exception {
    archiver.advance(START, 0);
    ClockGuard next = new ClockGuard(home);
    next.advance(START + 8 * DAY, 77);
    next.advance(START + 8 * DAY + MINUTE, 77 + MINUTE * 1_000);
    assertThat(refuses(START + 8 * DAY + MINUTE)).isTrue();

    ClockGuard soon = new ClockGuard(home);
    soon.advance(START + 6 * DAY, 77);
    assertThat(refuses(START + 6 * DAY + HOUR)).as("a week end and more").isFalse();
  }

  @Test
  void anOperatorsWordHolds() throws Exception {
    archiver.advance(START, 0);
    new ClockGuard(home).accept(START + 400 * DAY);
    assertThat(refuses(START + 400 * DAY)).isFalse();
    ClockGuard next = new ClockGuard(home);
    next.advance(START + 401 * DAY, 5);
    assertThat(refuses(START + 401 * DAY)).isFalse();
  }

  @Test
  void theMarkNeverGoesBack() throws Exception {
    archiver.advance(START, 0);
    String mark = Files.readString(home.clock());
    archiver.advance(START - 5 * DAY, MINUTE * 1_000);
    new ClockGuard(home).accept(START - DAY);
    assertThat(Files.readString(home.clock())).isEqualTo(mark);
  }

  @Test
  void anArchiveOfBeforeGoesByItsNewestCheckpoint() throws Exception {
    Path checkpoint = Files.writeString(home.tlog().resolve("checkpoint"), "");
    Files.setLastModifiedTime(checkpoint, FileTime.from(START, TimeUnit.MICROSECONDS));
    assertThat(refuses(START + HOUR)).isFalse();
    assertThat(refuses(START + 3 * HOUR)).isTrue();
  }

  @Test
  void aMarkThatSaysNothingIsNotTakenForNone() throws Exception {
    Files.writeString(home.clock(), "heddle clock 1\nyesterday\n");
    assertThatThrownBy(() -> refuses(START))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("look at the clock");
  }

  private boolean refuses(long nowMicros) throws ArchiveException {
    return new ClockGuard(home).refusal(nowMicros, ClockGuard.AT_WORK).isPresent();
  }
}
