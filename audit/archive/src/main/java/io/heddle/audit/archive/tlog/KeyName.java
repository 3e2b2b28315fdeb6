package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;

/** How signed notes name keys: a name, and four bytes that tell keys of one name apart. */
final class KeyName {
  private KeyName() {}

  /** The key ID: {@code SHA-256(name || "\n" || type || key)[:4]}. */
  static int id(String name, byte type, byte[] publicKey) {
    MessageDigest sha256 = TreeHash.sha256();
    sha256.update(name.getBytes(UTF_8));
    sha256.update((byte) '\n');
    sha256.update(type);
    byte[] digest = sha256.digest(publicKey);
    return (digest[0] & 0xff) << 24
        | (digest[1] & 0xff) << 16
        | (digest[2] & 0xff) << 8
        | digest[3] & 0xff;
  }

  /** A key ID as it is written. */
  static String hex(int id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** Refuses what no note can name: nothing, spaces, plus signs, control characters. */
  static String check(String name) throws NoteException {
    boolean isBad =
        name.isEmpty()
            || name.chars()
                .anyMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || isSpace(c));
    if (isBad) {
      throw new NoteException(
          "'" + name + "' cannot name a key, expected a text without spaces and plus signs");
    }
    return name;
  }

  private static boolean isSpace(int c) {
    return Character.isSpaceChar(c);
  }
}
