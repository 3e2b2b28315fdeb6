package io.heddle.agent.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.ClockInterval.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Laid out by ClockBound's PROTOCOL.md, and not by our reader. */
class ClockBoundFileTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsBoundDriftAndStatusOfEitherVersion(int version) throws IOException {
    ClockReading reading = read(segment(version, 1), 101 * SECOND);
    assertThat(reading)
        .isEqualTo(new ClockReading(Status.SYNCHRONISED, 12_345, 15_000, 100 * SECOND));
    assertThat(reading.boundNanos(110 * SECOND)).isEqualTo(12_345 + 10 * 15_000);
    assertThat(reading.boundNanos(99 * SECOND)).as("a coarse clock").isEqualTo(12_345);
  }

  @ParameterizedTest
  @CsvSource({"1, 104, SYNCHRONISED", "1, 106, FREE_RUNNING", "2, 101, FREE_RUNNING"})
  void trustsAStatusForFiveSecondsAsClockBoundDoes(int status, long second, Status expected)
      throws IOException {
    assertThat(read(segment(2, status), second * SECOND).status()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 101", "3, 101", "9, 101", "1, 1100", "1, 98"})
  void saysNothingIfTheDaemonDoesNotOrIfItIsTooOldOrOfTheFuture(int status, long second)
      throws IOException {
    assertThat(read(segment(2, status), second * SECOND)).isNull();
  }

  @Test
  void saysNothingOfAnotherFormOrOfAnUpdateThatNeverEnds() throws IOException {
    byte[] sound = segment(1, 1);
    for (int at : new int[] {0, 6, 7}) {
      byte[] other = sound.clone();
      other[at] ^= 1;
      assertThat(read(other, 101 * SECOND)).as("magic at %d", at).isNull();
    }
    assertThat(read(segment(3, 1), 101 * SECOND)).as("version").isNull();
    byte[] writing = sound.clone();
    writing[14] = 7;
    assertThat(read(writing, 101 * SECOND)).as("odd generation").isNull();
    assertThat(read(Arrays.copyOf(sound, 71), 101 * SECOND)).as("cut").isNull();
    assertThat(read(new byte[0], 101 * SECOND)).as("empty").isNull();
    assertThat(new ClockBoundFile(folder.resolve("none"), folder).read(1)).as("absent").isNull();
  }

  @Test
  void asksTheLaterVersionFirst() throws IOException {
    Path later = Files.write(folder.resolve("shm0"), segment(2, 2));
    Path earlier = Files.write(folder.resolve("shm"), segment(1, 1));
    ClockBoundFile both = new ClockBoundFile(later, earlier);
    assertThat(both.read(101 * SECOND).status()).isEqualTo(Status.FREE_RUNNING);
    Files.delete(later);
    assertThat(both.read(101 * SECOND).status()).isEqualTo(Status.SYNCHRONISED);
  }

  private ClockReading read(byte[] segment, long nanoTime) throws IOException {
    return new ClockBoundFile(Files.write(folder.resolve("segment"), segment)).read(nanoTime);
  }

  private static byte[] segment(int version, int status) {
    ByteBuffer out = ByteBuffer.allocate(80).order(ByteOrder.nativeOrder());
    out.put(new byte[] {0x41, 0x4d, 0x5a, 0x4e, 0x43, 0x42, 2, 0});
    out.putInt(80).putShort((short) version).putShort((short) 4);
    out.putLong(100).putLong(0).putLong(1_100).putLong(0).putLong(12_345);
    if (version == 1) {
      out.putInt(15_000).putInt(0).putInt(status);
    } else {
      out.putLong(77).putInt(15_000).putInt(status).put((byte) 1);
    }
    return out.array();
  }
}
