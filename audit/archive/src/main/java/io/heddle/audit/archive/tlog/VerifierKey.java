package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What checks an Ed25519 signature in a signed note: a log's own, or a witness' cosignature. As a
 * text it is {@code name+hash+base64}. Immutable.
 */
public final class VerifierKey {
  private static final byte SIGNATURE = 1;
  private static final byte COSIGNATURE = 4;
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 64;

  /** What stands before the 32 bytes in an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte type;
  private final byte[] bytes;
  private final PublicKey key;
  private final int id;

  private VerifierKey(String name, byte type, byte[] bytes, PublicKey key) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
    this.key = key;
    this.id = KeyName.id(name, type, bytes);
  }

  /** A log's key. */
  static VerifierKey ofLog(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new VerifierKey(
        name, SIGNATURE, Arrays.copyOfRange(encoded, X509.length, encoded.length), key);
  }

  /** Reads {@code name+hash+base64}. */
  public static VerifierKey parse(String text) throws NoteException {
    String line = text.strip();
    int hash = line.indexOf('+');
    int base64 = line.indexOf('+', hash + 1);
    if (hash < 0 || base64 < 0) {
      throw new NoteException("'" + line + "' is no verifier key, expected name+hash+base64");
    }
    String name = KeyName.check(line.substring(0, hash));
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(line.substring(base64 + 1));
    } catch (IllegalArgumentException malformed) {
      throw new NoteException("the verifier key " + name + " is no base64");
    }
    if (typed.length != 1 + KEY_BYTES || typed[0] != SIGNATURE && typed[0] != COSIGNATURE) {
      throw new NoteException(
          "the verifier key " + name + " is no Ed25519 key, expected type 1 or 4 and 32 bytes");
    }
    byte[] bytes = Arrays.copyOfRange(typed, 1, typed.length);
    String expected = KeyName.hex(KeyName.id(name, typed[0], bytes));
    if (!expected.equals(line.substring(hash + 1, base64))) {
      throw new NoteException(
          "the verifier key "
              + name
              + " says its hash is "
              + line.substring(hash + 1, base64)
              + ", but it is "
              + expected
              + "; was it copied whole?");
    }
    return new VerifierKey(name, typed[0], bytes, publicKey(name, bytes));
  }

  /** Whose key it is. */
  public String name() {
    return name;
  }

  /** What tells it apart from other keys of the name. */
  public int id() {
    return id;
  }

  /** Whether it is a witness' key. */
  public boolean isWitness() {
    return type == COSIGNATURE;
  }

  /** Whether a signature is a good one of this key under a note's text. */
  boolean verifies(String text, byte[] signature) {
    byte[] signed = text.getBytes(UTF_8);
    byte[] plain = signature;
    if (type == COSIGNATURE) {
      if (signature.length != Long.BYTES + SIGNATURE_BYTES) {
        return false;
      }
      long seconds = ByteBuffer.wrap(signature).getLong();
      signed = cosigned(seconds, text);
      plain = Arrays.copyOfRange(signature, Long.BYTES, signature.length);
    }
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(key);
      ed25519.update(signed);
      return plain.length == SIGNATURE_BYTES && ed25519.verify(plain);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  /** What a witness signs: C2SP tlog-cosignature. */
  static byte[] cosigned(long epochSeconds, String text) {
    return ("cosignature/v1\ntime " + Long.toUnsignedString(epochSeconds) + "\n" + text)
        .getBytes(UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = type;
    System.arraycopy(bytes, 0, typed, 1, KEY_BYTES);
    return name + "+" + KeyName.hex(id) + "+" + Base64.getEncoder().encodeToString(typed);
  }

  private static PublicKey publicKey(String name, byte[] bytes) throws NoteException {
    byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
    System.arraycopy(bytes, 0, encoded, X509.length, KEY_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException malformed) {
      throw new NoteException("the verifier key " + name + " is no point of Ed25519");
    }
  }
}
