package io.heddle.agent.clock;

import io.heddle.audit.spool.ClockInterval.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file that the ClockBound daemon keeps its error bound in, versions 1 and 2 of its shared
 * memory protocol. Read, not mapped: whoever cuts a mapped file kills the process.
 *
 * <p>Its times are those of {@code CLOCK_MONOTONIC}, which is what HotSpot's {@link
 * System#nanoTime} counts on Linux.
 *
 * @see <a href="https://github.com/aws/clock-bound/blob/main/docs/PROTOCOL.md">The protocol</a>
 */
final class ClockBoundFile implements ClockSource {
  /** Where the daemon keeps it: from version 2 on, and version 1. */
  static final Path[] PATHS = {
    Path.of("/var/run/clockbound/shm0"), Path.of("/var/run/clockbound/shm")
  };

  /** {@code AMZNCB}, 2, 0. */
  private static final byte[] MAGIC = {0x41, 0x4d, 0x5a, 0x4e, 0x43, 0x42, 2, 0};

  private static final int VERSION = 12;
  private static final int GENERATION = 14;
  private static final int AS_OF = 16;
  private static final int VOID_AFTER = 32;
  private static final int BOUND = 48;
  private static final int DRIFT_V1 = 56;
  private static final int STATUS_V1 = 64;
  private static final int DRIFT_V2 = 64;
  private static final int STATUS_V2 = 68;
  private static final int USED = 72;

  private static final int SYNCHRONISED = 1;
  private static final int FREE_RUNNING = 2;

  /** The daemon's clients trust a status for so long, then it only counts as free-running. */
  private static final long GRACE_NANOS = 5_000_000_000L;

  /** The daemon reads a coarse clock, which is behind by a tick. */
  private static final long COARSE_NANOS = 10_000_000L;

  private static final int TRIES = 4;

  private final Path[] paths;

  ClockBoundFile(Path... paths) {
    this.paths = paths;
  }

  @Override
  public ClockReading read(long nanoTime) {
    for (Path path : paths) {
      byte[] bytes = stable(path);
      ClockReading reading = bytes == null ? null : parse(bytes, nanoTime);
      if (reading != null) {
        return reading;
      }
    }
    return null;
  }

  /** The bytes if nobody wrote them meanwhile: the generation is even, and the same before. */
  private static byte[] stable(Path path) {
    try {
      byte[] before = bytes(path);
      for (int i = 0; i < TRIES && before.length == USED; i++) {
        byte[] now = bytes(path);
        if (Arrays.equals(before, now) && (now[GENERATION] & 1) == 0) {
          return now;
        }
        before = now;
      }
    } catch (IOException | RuntimeException absent) {
      return null;
    }
    return null;
  }

  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(USED);
    }
  }

  private static ClockReading parse(byte[] bytes, long nanoTime) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int version = in.getShort(VERSION);
    if (!Arrays.equals(MAGIC, 0, 8, bytes, 0, 8) || version < 1 || version > 2) {
      return null;
    }
    long asOf = nanos(in, AS_OF);
    long bound = in.getLong(BOUND);
    long drift = in.getInt(version == 1 ? DRIFT_V1 : DRIFT_V2) & 0xffff_ffffL;
    int status = in.getInt(version == 1 ? STATUS_V1 : STATUS_V2);
    boolean isKnown = status == SYNCHRONISED || status == FREE_RUNNING;
    boolean isSane = bound >= 0 && drift < 1_000_000_000 && nanoTime >= asOf - COARSE_NANOS;
    if (!isKnown || !isSane || nanoTime >= nanos(in, VOID_AFTER)) {
      return null;
    }
    boolean isTrusted = status == SYNCHRONISED && nanoTime < asOf + GRACE_NANOS;
    return new ClockReading(
        isTrusted ? Status.SYNCHRONISED : Status.FREE_RUNNING, bound, drift, asOf);
  }

  private static long nanos(ByteBuffer in, int at) {
    return in.getLong(at) * 1_000_000_000L + in.getLong(at + 8);
  }
}
