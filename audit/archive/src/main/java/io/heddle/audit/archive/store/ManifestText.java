package io.heddle.audit.archive.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The text of a manifest: a heading, a line for each segment, and the CRC-32C of all of that.
 *
 * <pre>
 * heddle segments 1
 * number size modified records first last first-leaf end-leaf node:boot:first:last,…
 * crc32c 1c2d3e4f
 * </pre>
 */
final class ManifestText {
  private static final String HEADING = "heddle segments 1\n";
  private static final String CHECKSUM = "crc32c ";
  private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + 1;
  private static final int FIELDS = 9;

  private ManifestText() {}

  static String write(List<SegmentSummary> segments) {
    StringBuilder text = new StringBuilder(HEADING);
    for (SegmentSummary segment : segments) {
      text.append(segment.number()).append(' ').append(segment.sizeBytes());
      text.append(' ').append(segment.modifiedMillis()).append(' ').append(segment.records());
      text.append(' ').append(segment.firstMicros()).append(' ').append(segment.lastMicros());
      text.append(' ').append(segment.firstLeaf()).append(' ').append(segment.endLeaf());
      char before = ' ';
      for (KeyRange range : segment.keys()) {
        text.append(before).append(URLEncoder.encode(range.node(), UTF_8));
        text.append(':').append(Long.toHexString(range.boot()));
        text.append(':').append(range.firstSeq()).append(':').append(range.lastSeq());
        before = ',';
      }
      text.append('\n');
    }
    return text + checksum(text.toString());
  }

  /**
   * The segments by number, in the text's order; none if the text is damaged or of another kind.
   */
  static Map<Long, SegmentSummary> read(String text) {
    int end = text.length() - CHECKSUM_LENGTH;
    if (!text.startsWith(HEADING)
        || end < HEADING.length()
        || !text.endsWith(checksum(text.substring(0, end)))) {
      return Map.of();
    }
    Map<Long, SegmentSummary> segments = new LinkedHashMap<>();
    for (String line : text.substring(HEADING.length(), end).split("\n")) {
      String[] fields = line.split(" ");
      if (fields.length == FIELDS) {
        SegmentSummary segment = segment(fields);
        segments.put(segment.number(), segment);
      }
    }
    return segments;
  }

  private static SegmentSummary segment(String[] fields) {
    List<KeyRange> keys = new ArrayList<>();
    for (String range : fields[8].split(",")) {
      String[] parts = range.split(":");
      keys.add(
          new KeyRange(
              URLDecoder.decode(parts[0], UTF_8),
              Long.parseUnsignedLong(parts[1], 16),
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3])));
    }
    return new SegmentSummary(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]),
        Long.parseLong(fields[6]),
        Long.parseLong(fields[7]),
        keys);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    String digits = Long.toHexString(crc.getValue());
    return CHECKSUM + "0".repeat(8 - digits.length()) + digits + "\n";
  }
}
