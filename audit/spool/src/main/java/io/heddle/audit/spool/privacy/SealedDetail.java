package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Detail of a record that nobody can read without the tenant's key.
 *
 * @param key with which it was sealed
 * @param nonce 12 bytes
 * @param ciphertext with the tag of 16 bytes behind it
 */
public record SealedDetail(KeyId key, byte[] nonce, byte[] ciphertext) {
  /** By how much it is longer than the detail. */
  public static final int OVERHEAD_BYTES = 1 + KeyId.BYTES + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES;

  private static final int VERSION = 1;
  private static final int MISSING = 0;

  /** Never stored. */
  private static final int SHOWN = 0x7f;

  private static final int HEADER = 1 + KeyId.BYTES + AesGcm.NONCE_BYTES;

  /** The value of a record's field whose detail was wanted, and could not be sealed. */
  public static byte[] missing() {
    return new byte[] {MISSING};
  }

  /** Whether a field's value says that detail was wanted and could not be sealed. */
  public static boolean isMissing(byte[] value) {
    return value.length == 1 && value[0] == MISSING;
  }

  /**
   * What a reader shows in place of a field's value: the detail if it may be seen, or what became
   * of it. Never stored.
   */
  public static byte[] shown(String text) {
    return new Bytes().u8(SHOWN).raw(text.getBytes(UTF_8)).copy();
  }

  /** A field's value for a person: what a reader put in its place, or that it is sealed. */
  public static String text(byte[] value) {
    if (isMissing(value)) {
      return "~missing";
    }
    return value.length > 0 && value[0] == SHOWN
        ? new String(value, 1, value.length - 1, UTF_8)
        : "~sealed";
  }

  /**
   * The detail that a field's value is.
   *
   * @throws IllegalArgumentException if it is none of a version that is known
   */
  public static SealedDetail parse(byte[] value) {
    if (value.length < OVERHEAD_BYTES || value[0] != VERSION) {
      throw new IllegalArgumentException("sealed detail of another version");
    }
    return new SealedDetail(
        KeyId.of(Arrays.copyOfRange(value, 1, 1 + KeyId.BYTES)),
        Arrays.copyOfRange(value, 1 + KeyId.BYTES, HEADER),
        Arrays.copyOfRange(value, HEADER, value.length));
  }

  /** As the value of a field. */
  public byte[] value() {
    return new Bytes().u8(VERSION).raw(key.bytes()).raw(nonce).raw(ciphertext).copy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedDetail that && Arrays.equals(value(), that.value());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(nonce) * 31 + key.hashCode();
  }

  @Override
  public String toString() {
    return "sealed with key " + key;
  }
}
