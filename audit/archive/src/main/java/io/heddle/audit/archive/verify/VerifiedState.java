package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.tlog.Checkpoint;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verification found sound, for the next one: the tree then must be a beginning of the tree
 * now, and rows of a segment whose bytes are the same need not be hashed again.
 *
 * <p>Whoever can change it can hide a change; it belongs to the auditor, not to the archive.
 *
 * @param tree the newest checkpoint
 * @param segments the sealed segments by number
 */
public record VerifiedState(Checkpoint tree, Map<Long, Segment> segments) {
  /**
   * A segment all of whose rows were derived.
   *
   * @param sizeBytes its size
   * @param sha256 its hash, in hexadecimal digits
   * @param operations how many operations are in it
   * @param absent leaves that a span of it has, but whose records are in another file
   */
  public record Segment(long sizeBytes, String sha256, long operations, List<Long> absent) {
    boolean isOf(long size, byte[] hash) {
      return size == sizeBytes && sha256.equals(HexFormat.of().formatHex(hash));
    }
  }

  private static final String HEADER = "heddle verified state 1";

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static VerifiedState parse(String text) {
    String[] lines = text.split("\n");
    try {
      if (!lines[0].equals(HEADER)) {
        throw new IllegalArgumentException("the first line is not '" + HEADER + "'");
      }
      byte[] root = Base64.getDecoder().decode(lines[3]);
      Checkpoint tree = new Checkpoint(lines[1], Long.parseLong(lines[2]), root);
      Map<Long, Segment> segments = new TreeMap<>();
      for (int i = 4; i < lines.length; i++) {
        String[] words = lines[i].split(" ");
        List<Long> absent = new ArrayList<>();
        for (int w = 5; w < words.length; w++) {
          absent.add(Long.parseLong(words[w]));
        }
        segments.put(
            Long.parseLong(words[1]),
            new Segment(Long.parseLong(words[2]), words[3], Long.parseLong(words[4]), absent));
      }
      return new VerifiedState(tree, segments);
    } catch (IndexOutOfBoundsException tooShort) {
      throw new IllegalArgumentException("it is cut short", tooShort);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(HEADER).append('\n').append(tree.text());
    segments.forEach(
        (number, segment) -> {
          text.append("segment ").append(number).append(' ').append(segment.sizeBytes);
          text.append(' ').append(segment.sha256).append(' ').append(segment.operations);
          segment.absent.forEach(leaf -> text.append(' ').append(leaf));
          text.append('\n');
        });
    return text.toString();
  }
}
