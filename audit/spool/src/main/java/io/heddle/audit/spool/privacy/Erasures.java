package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Which tenants were erased, as agents learn of it: the file {@code erasures} beside the spools,
 * where every agent may read. It names tenants by their SHA-256. Immutable.
 */
public final class Erasures {
  /** The file's name below the folder of all spools. */
  public static final String FILE = "erasures";

  private static final String HEADER = "heddle erasures 1";
  private static final int DIGITS = 64;

  /** Nobody was erased. */
  public static final Erasures NONE = new Erasures(Map.of());

  /** The newest erasure of each tenant. */
  private final Map<String, Long> newest;

  private Erasures(Map<String, Long> newest) {
    this.newest = newest;
  }

  /**
   * Reads the file in a folder; {@link #NONE} if there is none.
   *
   * @throws IOException if it cannot be read, or is not what it should be
   */
  public static Erasures read(Path folder) throws IOException {
    try {
      return parse(Files.readString(folder.resolve(FILE)));
    } catch (NoSuchFileException none) {
      return NONE;
    }
  }

  static Erasures parse(String text) throws IOException {
    String[] lines = text.split("\n");
    if (!lines[0].equals(HEADER) || !text.endsWith("\n")) {
      throw new IOException("it does not begin with '" + HEADER + "', or has no end");
    }
    Map<String, Long> newest = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int space = lines[i].indexOf(' ');
      if (space < 1 || lines[i].length() != space + 1 + DIGITS) {
        throw new IOException("line " + (i + 1) + " is not a number and a SHA-256");
      }
      try {
        newest.merge(
            lines[i].substring(space + 1), Long.parseLong(lines[i].substring(0, space)), Math::max);
      } catch (NumberFormatException malformed) {
        throw new IOException("line " + (i + 1) + " is not a number and a SHA-256", malformed);
      }
    }
    return new Erasures(Map.copyOf(newest));
  }

  /** The file's text for the newest erasure of each tenant, by tenant. */
  public static String text(Map<String, Long> erasures) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    erasures.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            one -> text.append(one.getValue()).append(' ').append(hash(one.getKey())).append('\n'));
    return text.toString();
  }

  /** The number of a tenant's newest erasure; 0 if it was never erased. */
  public long of(String tenant) {
    return newest.isEmpty() ? 0 : newest.getOrDefault(hash(tenant), 0L);
  }

  /** These and others; an erasure once known is never forgotten. */
  Erasures and(Erasures others) {
    Map<String, Long> both = new HashMap<>(newest);
    others.newest.forEach((tenant, number) -> both.merge(tenant, number, Math::max));
    return new Erasures(Map.copyOf(both));
  }

  private static String hash(String tenant) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(tenant.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
