package io.heddle.it.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A file, as a disk may have it that loses its power: what was synced is there, and of what came
 * since each sector may be as it was or as it was at any moment after.
 */
final class DiskFile {
  private static final int SECTOR = 512;

  /** How likely a change has come to the disk: nothing, everything, and what is between. */
  private static final double[] LIKELY = {0, 0.1, 0.5, 0.9, 1};

  /** A sector's part of a write, or a cut ({@code bytes} is null, {@code at} the size). */
  private record Change(long at, byte[] bytes) {}

  private byte[] durable;
  private final List<Change> since = new ArrayList<>();

  DiskFile(byte[] durable) {
    this.durable = durable;
  }

  void write(long at, byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int to = (int) Math.min(bytes.length, from + SECTOR - (at + from) % SECTOR);
      since.add(new Change(at + from, Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
  }

  void cut(long size) {
    since.add(new Change(size, null));
  }

  void sync() {
    durable = now();
    since.clear();
  }

  /** A sync has failed: what came since may be lost for good, whatever is synced later. */
  void failSync(Random random) {
    durable = afterPowerLoss(random);
    since.clear();
  }

  /** What every reader sees while the power is on. */
  byte[] now() {
    Content content = new Content();
    since.forEach(content::apply);
    return content.bytes();
  }

  /** One of the many contents it may have afterwards. */
  byte[] afterPowerLoss(Random random) {
    double likely = LIKELY[random.nextInt(LIKELY.length)];
    Content content = new Content();
    for (Change change : since) {
      if (random.nextDouble() < likely) {
        content.apply(change);
      } else if (change.bytes != null && random.nextInt(4) == 0) {
        content.grow(change); // its size came to the disk, its bytes did not
      }
    }
    return content.bytes();
  }

  /** The durable bytes, and what is made of them. */
  private final class Content {
    private byte[] bytes = durable.clone();
    private int size = durable.length;

    void apply(Change change) {
      if (change.bytes == null) {
        int next = (int) change.at;
        makeRoom(next);
        Arrays.fill(bytes, Math.min(next, size), Math.max(next, size), (byte) 0);
        size = next;
      } else {
        grow(change);
        System.arraycopy(change.bytes, 0, bytes, (int) change.at, change.bytes.length);
      }
    }

    void grow(Change change) {
      int end = (int) change.at + change.bytes.length;
      makeRoom(end);
      size = Math.max(size, end);
    }

    private void makeRoom(int end) {
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
      }
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
