package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that remembers, of each sector, all that it may hold when the power fails: what it held
 * when it was synced last, and at every moment since.
 *
 * <p>{@link #look} is to be called after every append. What an append stores in the middle of its
 * work is derived from the frame: its length, negative; then the rest; the length at last.
 */
final class SectorDisk implements SegmentFiles {
  static final int SECTOR = 512;

  /** A file: of each sector the contents since the last sync, oldest first. */
  private static final class Sectors {
    private final ByteBuffer memory;
    private final List<List<byte[]>> held = new ArrayList<>();
    private int used;

    /** Whether its name has been synced, and so cannot be missing. */
    private boolean isNamed;

    /** Whether it has been synced itself, and so has its size. */
    private boolean isSynced;

    Sectors(ByteBuffer memory) {
      this.memory = memory;
      for (int at = 0; at < memory.capacity(); at += SECTOR) {
        held.add(new ArrayList<>(List.of(sector(at))));
      }
    }

    private byte[] sector(int at) {
      byte[] bytes = new byte[Math.min(SECTOR, memory.capacity() - at)];
      memory.get(at, bytes);
      return bytes;
    }

    void look() {
      if (used == 0) {
        if (memory.getLong(0) == 0) {
          return;
        }
        byte[] header = sector(0);
        Arrays.fill(header, 0, 8, (byte) 0); // its magic is stored last
        held.get(0).add(header);
        held.get(0).add(sector(0));
        used = SpoolFormat.HEADER_BYTES;
      }
      while (used + 4 <= memory.capacity() && length(used) != 0) {
        int length = length(used);
        claimed(used, length);
        for (int at = used / SECTOR * SECTOR; at < used + length; at += SECTOR) {
          held.get(at / SECTOR).add(sector(at));
        }
        used += SpoolFormat.aligned(length);
      }
    }

    private int length(int at) {
      return Integer.reverseBytes(memory.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(at));
    }

    /** The frame's first sector, in the two states before the length is stored. */
    private void claimed(int at, int length) {
      List<byte[]> first = held.get(at / SECTOR);
      for (byte[] state : List.of(first.get(first.size() - 1), sector(at / SECTOR * SECTOR))) {
        byte[] claimed = state.clone();
        ByteBuffer.wrap(claimed).order(ByteOrder.LITTLE_ENDIAN).putInt(at % SECTOR, -length);
        first.add(claimed);
      }
    }

    void sync() {
      look();
      isSynced = true;
      for (int i = 0; i < held.size(); i++) {
        held.set(i, new ArrayList<>(List.of(sector(i * SECTOR))));
      }
    }

    byte[] afterPowerLoss(Random random) {
      ByteBuffer bytes = ByteBuffer.allocate(memory.capacity());
      // Either each sector by itself, or most as they are now, or most as they were.
      int mood = random.nextInt(3);
      for (List<byte[]> states : held) {
        boolean isDrawn = mood == 0 || random.nextInt(10) == 0;
        bytes.put(
            states.get(
                isDrawn ? random.nextInt(states.size()) : mood == 1 ? states.size() - 1 : 0));
      }
      return bytes.array();
    }
  }

  private final SegmentFiles files = SegmentFiles.onDisk();
  private final Map<Path, Sectors> all = new TreeMap<>();

  @Override
  public synchronized ByteBuffer create(Path path, int size) throws IOException {
    ByteBuffer memory = files.create(path, size);
    all.put(path, new Sectors(memory));
    return memory;
  }

  @Override
  public synchronized void force(Path path, ByteBuffer memory) {
    all.get(path).sync();
  }

  @Override
  public synchronized void forceDirectory(Path directory) {
    all.forEach((path, sectors) -> sectors.isNamed |= path.startsWith(directory));
  }

  @Override
  public boolean isWhole(Path path, int size) {
    return files.isWhole(path, size);
  }

  @Override
  public long sizeBytes(Path directory) throws IOException {
    return files.sizeBytes(directory);
  }

  /** Remembers what an append has done. */
  synchronized void look() {
    all.values().forEach(Sectors::look);
  }

  /** Writes the files as they may be when the power comes back; some may be cut, or missing. */
  synchronized void writeAfterPowerLoss(Path folder, Random random) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<Path, Sectors> file : all.entrySet()) {
      if (!file.getValue().isNamed && random.nextInt(10) == 0) {
        continue;
      }
      byte[] bytes = file.getValue().afterPowerLoss(random);
      if (!file.getValue().isSynced && random.nextInt(10) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length / SECTOR) * SECTOR);
      }
      Files.write(folder.resolve(file.getKey().getFileName().toString()), bytes);
    }
  }
}
