package io.heddle.audit.archive.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.privacy.WrappedKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A line of the file of tenants' keys. What may be overwritten in place stands behind the last
 * blank, and in no checksum.
 */
sealed interface KeyLine {
  /** A tenant's key; its secret part may be overwritten. */
  record Key(WrappedKey wrapped) implements KeyLine {
    @Override
    public String text() {
      return line("key", HEX.formatHex(wrapped.header()), HEX.formatHex(wrapped.secret()));
    }
  }

  /**
   * A tenant's erasure.
   *
   * @param state {@link #DECIDED}, {@link #DONE} or {@link #TOLD}
   */
  record Erasure(long number, long micros, String tenant, String by, String reason, int state)
      implements KeyLine {
    @Override
    public String text() {
      String fields = number + " " + micros + " " + coded(tenant) + " " + coded(by);
      return line("erasure", fields + " " + coded(reason), Integer.toString(state));
    }
  }

  /**
   * Something that the ledger must tell.
   *
   * @param state {@link #DECIDED} or {@link #TOLD}
   */
  record Note(long micros, String what, String detail, int state) implements KeyLine {
    @Override
    public String text() {
      return line("note", micros + " " + coded(what) + " " + coded(detail), "" + state);
    }
  }

  /** A line that is none of these, or whose checksum is wrong. */
  record Damaged(String text) implements KeyLine {}

  /** To be done whatever happens. */
  int DECIDED = 0;

  /** The keys are destroyed. */
  int DONE = 1;

  /** The ledger tells of it. */
  int TOLD = 2;

  /** In lower case. */
  HexFormat HEX = HexFormat.of();

  /** Without the line feed. */
  String text();

  /** What a line says. */
  static KeyLine parse(String text) {
    int last = text.lastIndexOf(' ');
    int crc = text.indexOf(' ');
    int fields = text.indexOf(' ', crc + 1);
    if (crc < 0 || fields < 0 || last <= fields) {
      return new Damaged(text);
    }
    String kind = text.substring(0, crc);
    String body = text.substring(fields + 1, last);
    String mutable = text.substring(last + 1);
    if (!text.substring(crc + 1, fields).equals(crc(kind, body))) {
      return new Damaged(text);
    }
    try {
      return parse(kind, body.split(" ", -1), mutable);
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return new Damaged(text);
    }
  }

  private static KeyLine parse(String kind, String[] fields, String mutable) {
    return switch (kind) {
      case "key" -> new Key(WrappedKey.parse(HEX.parseHex(fields[0] + mutable)));
      case "erasure" ->
          new Erasure(
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              decoded(fields[2]),
              decoded(fields[3]),
              decoded(fields[4]),
              Integer.parseInt(mutable));
      case "note" ->
          new Note(
              Long.parseLong(fields[0]),
              decoded(fields[1]),
              decoded(fields[2]),
              Integer.parseInt(mutable));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String line(String kind, String fields, String mutable) {
    return kind + " " + crc(kind, fields) + " " + fields + " " + mutable;
  }

  /** CRC-32C of kind, blank and fields, in 8 hexadecimal digits. */
  private static String crc(String kind, String fields) {
    CRC32C crc = new CRC32C();
    crc.update((kind + " " + fields).getBytes(ISO_8859_1));
    return HEX.toHexDigits((int) crc.getValue());
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
