package io.heddle.it.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** A file of a spool in a forger's hands, who has read {@code docs/formats/SPOOL.md}. */
final class SpoolFile {
  private static final int HEADER = 512;
  private static final int CRC = 4;
  private static final int SEQ = 8;

  private final Path path;

  /**
   * @param run the run's folder
   */
  SpoolFile(Path run, int index) {
    path = run.resolve(String.format("%016x.spool", index));
  }

  /** Puts a text of the same size in the place of the first there is, with a checksum to match. */
  void replace(String text, String other) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int at = new String(bytes, ISO_8859_1).indexOf(text);
    System.arraycopy(other.getBytes(ISO_8859_1), 0, bytes, at, other.length());
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int frame = HEADER;
    while (frame + file.getInt(frame) <= at) {
      frame += (file.getInt(frame) + 7) & ~7;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, frame, CRC);
    crc.update(bytes, frame + SEQ, file.getInt(frame) - SEQ);
    file.putInt(frame + CRC, (int) crc.getValue());
    Files.write(path, bytes);
  }
}
