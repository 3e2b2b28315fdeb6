package io.heddle.audit.archive.tlog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The hashes of a Merkle tree: RFC 6962, section 2.1. One thread. */
public final class TreeHash {
  /** The size of a hash. */
  public static final int BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = sha256();

  /** SHA-256, which every JDK has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The hash of the empty tree. */
  public byte[] empty() {
    return sha256.digest();
  }

  /** The hash of an entry. */
  public byte[] leaf(byte[] entry) {
    byte[] hash = new byte[BYTES];
    leaf(entry, entry.length, hash, 0);
    return hash;
  }

  /** Puts the hash of an entry, the first {@code length} bytes of an array, into another. */
  public void leaf(byte[] entry, int length, byte[] into, int at) {
    sha256.update(LEAF);
    sha256.update(entry, 0, length);
    finish(into, at);
  }

  /** The hash of two subtrees. */
  public byte[] node(byte[] left, byte[] right) {
    byte[] hash = new byte[BYTES];
    sha256.update(NODE);
    sha256.update(left);
    sha256.update(right);
    finish(hash, 0);
    return hash;
  }

  /**
   * The hash of a perfect subtree, from the hashes of its lowest row.
   *
   * @param row hashes one behind the other
   * @param from index of the first one
   * @param count how many; a power of two
   */
  public byte[] perfect(byte[] row, int from, int count) {
    byte[] hashes = new byte[count * BYTES];
    System.arraycopy(row, from * BYTES, hashes, 0, hashes.length);
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        sha256.update(NODE);
        sha256.update(hashes, 2 * i * BYTES, 2 * BYTES);
        finish(hashes, i * BYTES);
      }
    }
    return count == 1 ? hashes : Arrays.copyOf(hashes, BYTES);
  }

  private void finish(byte[] into, int at) {
    try {
      sha256.digest(into, at, BYTES);
    } catch (DigestException tooSmall) {
      throw new IllegalArgumentException(tooSmall);
    }
  }
}
