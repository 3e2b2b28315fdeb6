package io.heddle.audit.archive.privacy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.spool.privacy.WrappedKey;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A line of the file of tenants' keys. What may be overwritten in place stands behind the last
 * blank; a key's secret part has a checksum of its own there, which is overwritten with it.
 */
sealed interface KeyLine {
  /**
   * A tenant's key; its secret part may be overwritten.
   *
   * @param mutable the secret part and its checksum, as they stand there; those of lines that an
   *     earlier version wrote have no checksum
   */
  record Key(WrappedKey wrapped, String mutable) implements KeyLine {
    /** A line to be written. */
    Key(WrappedKey wrapped) {
      this(wrapped, mutable(wrapped));
    }

    private static String mutable(WrappedKey wrapped) {
      String secret = HEX.formatHex(wrapped.secret());
      return secret + (wrapped.isDestroyed() ? NO_SUM : crc("secret", secret));
    }

    @Override
    public String text() {
      return line("key", HEX.formatHex(wrapped.header()), mutable);
    }

    /** Also while it is half overwritten: whoever destroys it goes by that there is a key. */
    @Override
    public boolean isSound() {
      return mutable.length() == SECRET_DIGITS || mutable.equals(mutable(wrapped));
    }
  }

  /**
   * A tenant's erasure.
   *
   * @param state {@link #DECIDED}, {@link #DONE}, {@link #TOLD} or {@link #UNKNOWN}
   */
  record Erasure(long number, long micros, String tenant, String by, String reason, int state)
      implements KeyLine {
    @Override
    public String text() {
      String fields = number + " " + micros + " " + coded(tenant) + " " + coded(by);
      return line("erasure", fields + " " + coded(reason), Integer.toString(state));
    }

    /** Whether keys are to be destroyed for it; to do so again does no harm. */
    boolean isUndone() {
      return state != DONE && state != TOLD;
    }

    @Override
    public boolean isSound() {
      return state != UNKNOWN;
    }
  }

  /**
   * Something that the ledger must tell.
   *
   * @param state {@link #DECIDED}, {@link #TOLD} or {@link #UNKNOWN}
   */
  record Note(long micros, String what, String detail, int state) implements KeyLine {
    @Override
    public String text() {
      return line("note", micros + " " + coded(what) + " " + coded(detail), "" + state);
    }

    @Override
    public boolean isSound() {
      return state != UNKNOWN;
    }
  }

  /** A line that is none of these, or whose checksum is wrong. */
  record Damaged(String text) implements KeyLine {
    @Override
    public boolean isSound() {
      return false;
    }
  }

  /** Of a key's secret part. */
  int SECRET_DIGITS = 2 * WrappedKey.SECRET_BYTES;

  /** In place of the checksum of one that was destroyed. */
  String NO_SUM = "00000000";

  /** To be done whatever happens. */
  int DECIDED = 0;

  /** The keys are destroyed. */
  int DONE = 1;

  /** The ledger tells of it. */
  int TOLD = 2;

  /** Somebody has overwritten it; counts as decided, for all that follows may be done twice. */
  int UNKNOWN = 3;

  /** In lower case. */
  HexFormat HEX = HexFormat.of();

  /** Without the line feed. */
  String text();

  /** Whether nothing of it was changed but by who may. */
  boolean isSound();

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

  /** Which key a line was of whose checksum is wrong, if that can be read. */
  static Optional<WrappedKey> guess(String text) {
    String[] words = text.split(" ", -1);
    try {
      return Optional.of(wrapped(words[2], words[3]));
    } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
      return Optional.empty();
    }
  }

  private static KeyLine parse(String kind, String[] fields, String mutable) {
    return switch (kind) {
      case "key" -> new Key(wrapped(fields[0], mutable), mutable);
      case "erasure" ->
          new Erasure(
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              decoded(fields[2]),
              decoded(fields[3]),
              decoded(fields[4]),
              state(mutable));
      case "note" ->
          new Note(
              Long.parseLong(fields[0]), decoded(fields[1]), decoded(fields[2]), state(mutable));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static WrappedKey wrapped(String header, String mutable) {
    boolean hasSum = mutable.length() == SECRET_DIGITS + NO_SUM.length();
    String secret = hasSum ? mutable.substring(0, SECRET_DIGITS) : mutable;
    try {
      return WrappedKey.parse(HEX.parseHex(header + secret));
    } catch (IllegalArgumentException unreadable) {
      if (secret.length() != SECRET_DIGITS) {
        throw unreadable;
      }
      // A digit of the secret part is none: whose key it is can be told, and it be destroyed.
      return WrappedKey.parse(HEX.parseHex(header + "ff".repeat(WrappedKey.SECRET_BYTES)));
    }
  }

  private static int state(String mutable) {
    int state = "012".indexOf(mutable);
    return mutable.length() == 1 && state >= 0 ? state : UNKNOWN;
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
