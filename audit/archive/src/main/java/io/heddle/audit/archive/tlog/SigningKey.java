package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What signs a log's notes with Ed25519. As a text it is {@code PRIVATE+KEY+name+hash+base64}, as
 * Go's {@code note} package writes it; the base64 holds the type and the 32 bytes of the seed.
 */
public final class SigningKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final byte TYPE = 1;
  private static final int SEED_BYTES = 32;

  /** What stands before the seed in an Ed25519 PKCS #8 key (RFC 8410). */
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final PrivateKey key;
  private final byte[] seed;
  private final VerifierKey verifier;

  private SigningKey(PrivateKey key, byte[] seed, VerifierKey verifier) {
    this.key = key;
    this.seed = seed;
    this.verifier = verifier;
  }

  /** Makes a new key. */
  public static SigningKey generate(String name) throws NoteException {
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return ofSeed(KeyName.check(name), seed);
  }

  /** Reads a key. */
  public static SigningKey parse(String text) throws NoteException {
    String line = text.strip();
    String rest = line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : "";
    int hash = rest.indexOf('+');
    int base64 = rest.indexOf('+', hash + 1);
    if (hash < 0 || base64 < 0) {
      throw new NoteException("no signing key, expected PRIVATE+KEY+name+hash+base64");
    }
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(rest.substring(base64 + 1));
    } catch (IllegalArgumentException malformed) {
      throw new NoteException("the signing key is no base64");
    }
    if (typed.length != 1 + SEED_BYTES || typed[0] != TYPE) {
      throw new NoteException("the signing key is no Ed25519 key, expected type 1 and 32 bytes");
    }
    SigningKey key =
        ofSeed(KeyName.check(rest.substring(0, hash)), Arrays.copyOfRange(typed, 1, typed.length));
    if (!KeyName.hex(key.verifier.id()).equals(rest.substring(hash + 1, base64))) {
      throw new NoteException("the signing key does not match its hash; was it copied whole?");
    }
    return key;
  }

  /** What checks its signatures. */
  public VerifierKey verifier() {
    return verifier;
  }

  /** The signature line for a note's text, with its newline. */
  String sign(String text) {
    byte[] signature = signature(key, text.getBytes(UTF_8));
    return SignedNote.line(verifier.name(), verifier.id(), signature);
  }

  /** The key as a text. It is a secret. */
  public String secret() {
    byte[] typed = new byte[1 + SEED_BYTES];
    typed[0] = TYPE;
    System.arraycopy(seed, 0, typed, 1, SEED_BYTES);
    return PREFIX
        + verifier.name()
        + "+"
        + KeyName.hex(verifier.id())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }

  /** Says whose key it is and nothing more. */
  @Override
  public String toString() {
    return "signing key " + verifier.name();
  }

  static SigningKey ofSeed(String name, byte[] seed) {
    try {
      byte[] encoded = Arrays.copyOf(PKCS8, PKCS8.length + SEED_BYTES);
      System.arraycopy(seed, 0, encoded, PKCS8.length, SEED_BYTES);
      PrivateKey key =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new SigningKey(key, seed.clone(), VerifierKey.ofLog(name, pair(seed).getPublic()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * The JDK computes a public key only when it makes a pair: it is given the seed to make it of.
   */
  private static KeyPair pair(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(255, new Given(seed));
    KeyPair pair = generator.generateKeyPair();
    byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!Arrays.equals(used, seed)) {
      throw new GeneralSecurityException("this JDK makes Ed25519 keys in another way");
    }
    return pair;
  }

  private static byte[] signature(PrivateKey key, byte[] message) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key);
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Randomness that is none. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] seed;

    Given(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      ByteBuffer.wrap(bytes).put(seed, 0, bytes.length);
    }
  }
}
