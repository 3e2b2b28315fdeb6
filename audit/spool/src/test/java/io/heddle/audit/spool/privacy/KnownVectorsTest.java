package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The building blocks beside the vectors of their authors, and what is built beside our own. */
class KnownVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void derivesAsRfc5869Does() {
    // Appendix A.1: the first block of OKM.
    byte[] prk = hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");

    assertThat(Derivation.key(prk, "", hex("f0f1f2f3f4f5f6f7f8f9")))
        .isEqualTo(hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
  }

  @Test
  void encryptsAsTheAuthorsOfGcmDo() throws PrivacyException {
    // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    String half = "feffe9928665731c6d6a8f9467308308";
    var key = new SecretKeySpec(hex(half + half), "AES");
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plain =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] sealed =
        hex(
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b");

    assertThat(new AesGcm().encrypt(key, nonce, associated, plain)).isEqualTo(sealed);
    assertThat(new AesGcm().decrypt(key, nonce, associated, sealed)).isEqualTo(plain);
  }

  @Test
  void readsWhatAnEarlierVersionHasWritten() throws Exception {
    Properties vector = new Properties();
    try (InputStream in = getClass().getResourceAsStream("privacy-v1.properties")) {
      vector.load(in);
    }
    MasterKey master = MasterKey.of(hex(vector.getProperty("master")));
    WrappedKey wrapped = WrappedKey.parse(hex(vector.getProperty("wrapped")));
    TenantKey key = master.unwrap(wrapped);
    SealedDetail sealed = SealedDetail.parse(hex(vector.getProperty("sealed")));
    KeyedDigest digest = KeyedDigest.parse(hex(vector.getProperty("digest")));
    RecordBinding record =
        new RecordBinding(
            Long.parseUnsignedLong(vector.getProperty("span"), 16),
            Long.parseLong(vector.getProperty("start")));

    assertThat(master.id()).hasToString(vector.getProperty("master.id"));
    assertThat(key.id()).hasToString(vector.getProperty("key.id"));
    assertThat(key.secret()).isEqualTo(hex(vector.getProperty("key.secret")));
    assertThat(wrapped.sha256()).isEqualTo(hex(vector.getProperty("wrapped.sha256")));
    assertThat(key.origin())
        .isEqualTo(new KeyOrigin("Zürich-Re", "node-1", 0x5f00c0de12345678L, 1795227420123456L, 3));
    assertThat(new String(key.open(record, sealed), UTF_8)).isEqualTo(vector.getProperty("detail"));
    assertThat(digest.key()).isEqualTo(key.id());
    assertThat(key.isDigestOf(vector.getProperty("payload").getBytes(UTF_8), digest.hmac()))
        .isTrue();
    assertThat(digest.isWhole()).isTrue();
    assertThat(digest.sizeBytes()).isEqualTo(vector.getProperty("payload").length());
  }

  @Test
  void writesWhatItHasAlwaysWritten() throws Exception {
    Properties vector = new Properties();
    try (InputStream in = getClass().getResourceAsStream("privacy-v1.properties")) {
      vector.load(in);
    }
    WrappedKey wrapped = WrappedKey.parse(hex(vector.getProperty("wrapped")));
    MasterKey master = MasterKey.of(hex(vector.getProperty("master")));
    TenantKey key =
        new TenantKey(wrapped.id(), wrapped.origin(), hex(vector.getProperty("key.secret")));
    byte[] nonce = HEX.parseHex(vector.getProperty("wrapped.nonce"));
    RecordBinding record =
        new RecordBinding(
            Long.parseUnsignedLong(vector.getProperty("span"), 16),
            Long.parseLong(vector.getProperty("start")));
    key.sealedBefore(7);

    assertThat(HEX.formatHex(master.wrap(key, nonce).bytes()))
        .isEqualTo(vector.getProperty("wrapped"));
    assertThat(
            HEX.formatHex(key.seal(record, vector.getProperty("detail").getBytes(UTF_8)).value()))
        .isEqualTo(vector.getProperty("sealed"));
    byte[] payload = vector.getProperty("payload").getBytes(UTF_8);
    assertThat(
            HEX.formatHex(
                new KeyedDigest(key.id(), true, payload.length, key.digest().doFinal(payload))
                    .value()))
        .isEqualTo(vector.getProperty("digest"));
  }

  private static byte[] hex(String digits) {
    return HEX.parseHex(digits);
  }
}
