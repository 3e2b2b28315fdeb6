package io.heddle.audit.spool.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SealingTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final RecordBinding RECORD = new RecordBinding(0xabcdef, 1_795_227_420_123_456L);
  private static final KeyOrigin ORIGIN = new KeyOrigin("acme", "node-1", 42, 1_000, 0);

  private final MasterKey master = master(1);
  private final TenantKey key = master.draw(ORIGIN, RANDOM);

  @Test
  void opensWhatItSealed() throws PrivacyException {
    Random lengths = new Random(7);
    for (int size = 0; size < 5_000; size += 1 + lengths.nextInt(400)) {
      byte[] detail = new byte[size];
      lengths.nextBytes(detail);
      SealedDetail sealed = key.seal(RECORD, detail);

      assertThat(sealed.value()).hasSize(size + SealedDetail.OVERHEAD_BYTES);
      assertThat(key.open(RECORD, SealedDetail.parse(sealed.value()))).isEqualTo(detail);
    }
  }

  @Test
  void refusesSealedDetailWithOneBitFlipped() throws PrivacyException {
    byte[] value = key.seal(RECORD, "{\"values\":[[4711]]}".getBytes(UTF_8)).value();
    for (int bit = 0; bit < 8 * value.length; bit++) {
      byte[] flipped = flipped(value, bit);
      assertThatThrownBy(() -> key.open(RECORD, SealedDetail.parse(flipped)))
          .as("bit %d", bit)
          .isInstanceOfAny(PrivacyException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAWrappedKeyWithOneBitFlipped() throws PrivacyException {
    byte[] wrapped = master.wrap(key, RANDOM).bytes();
    for (int bit = 0; bit < 8 * wrapped.length; bit++) {
      byte[] flipped = flipped(wrapped, bit);
      assertThatThrownBy(() -> master.unwrap(WrappedKey.parse(flipped)))
          .as("bit %d", bit)
          .isInstanceOfAny(PrivacyException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void opensForTheRecordItWasSealedForAlone() {
    SealedDetail sealed = key.seal(RECORD, new byte[] {1, 2, 3});

    assertThatThrownBy(() -> key.open(new RecordBinding(0xabcdee, RECORD.startMicros()), sealed))
        .isInstanceOf(PrivacyException.class);
    assertThatThrownBy(
            () -> key.open(new RecordBinding(RECORD.spanId(), RECORD.startMicros() + 1), sealed))
        .isInstanceOf(PrivacyException.class);
  }

  @Test
  void isBoundToTenantNodeAndRun() {
    SealedDetail sealed = key.seal(RECORD, new byte[] {1, 2, 3});
    List<KeyOrigin> others =
        List.of(
            new KeyOrigin("globex", "node-1", 42, 1_000, 0),
            new KeyOrigin("acme", "node-2", 42, 1_000, 0),
            new KeyOrigin("acme", "node-1", 43, 1_000, 0));
    for (KeyOrigin other : others) {
      TenantKey stolen = new TenantKey(key.id(), other, key.secret());
      assertThatThrownBy(() -> stolen.open(RECORD, sealed)).isInstanceOf(PrivacyException.class);
    }
  }

  @Test
  void aKeyCannotBePassedOffAsAnotherTenants() {
    WrappedKey wrapped = master.wrap(key, RANDOM);
    KeyOrigin forged = new KeyOrigin("globex", "node-1", 42, 1_000, 0);

    assertThatThrownBy(
            () ->
                master.unwrap(
                    new WrappedKey(wrapped.id(), wrapped.master(), forged, wrapped.secret())))
        .isInstanceOf(PrivacyException.class);
  }

  @Test
  void aKeyIsUnwrappedByItsOwnMasterKeyAlone() throws PrivacyException {
    WrappedKey wrapped = master.wrap(key, RANDOM);

    assertThat(master.unwrap(wrapped).secret()).isEqualTo(key.secret());
    assertThatThrownBy(() -> master(2).unwrap(wrapped))
        .isInstanceOf(PrivacyException.class)
        .hasMessageContaining(master.id().toString())
        .hasMessageContaining(master(2).id().toString());
  }

  @Test
  void aDestroyedKeyStaysDestroyed() {
    WrappedKey destroyed = master.wrap(key, RANDOM).destroyed();

    assertThat(destroyed.isDestroyed()).isTrue();
    assertThat(WrappedKey.parse(destroyed.bytes())).isEqualTo(destroyed);
    assertThatThrownBy(() -> master.unwrap(destroyed)).hasMessageContaining("destroyed");
  }

  @Test
  void wrappingTwiceGivesOtherBytes() {
    assertThat(master.wrap(key, RANDOM)).isNotEqualTo(master.wrap(key, RANDOM));
  }

  @Test
  void noNonceComesTwiceUnderThreads() throws Exception {
    int threads = 8;
    int each = 5_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<List<String>>> sealers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        sealers.add(
            () -> {
              List<String> nonces = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                nonces.add(HexFormat.of().formatHex(key.seal(RECORD, new byte[8]).nonce()));
              }
              return nonces;
            });
      }
      Set<String> all = new HashSet<>();
      for (Future<List<String>> nonces : pool.invokeAll(sealers)) {
        all.addAll(nonces.get());
      }
      assertThat(all).hasSize(threads * each);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sealsNoMoreThanAKeyMay() {
    key.sealedBefore(TenantKey.MOST_SEALED - 1);

    assertThat(key.seal(RECORD, new byte[1])).isNotNull();
    assertThat(key.seal(RECORD, new byte[1])).isNull();
    assertThat(key.seal(RECORD, new byte[1])).isNull();
  }

  @Test
  void digestsDifferFromTenantToTenant() {
    TenantKey other = master.draw(ORIGIN, RANDOM);
    byte[] payload = "yes".getBytes(UTF_8);
    byte[] digest = key.digest().doFinal(payload);

    assertThat(key.isDigestOf(payload, digest)).isTrue();
    assertThat(key.isDigestOf("no".getBytes(UTF_8), digest)).isFalse();
    assertThat(other.isDigestOf(payload, digest)).isFalse();
    KeyedDigest keyed = new KeyedDigest(key.id(), false, 3, digest);
    assertThat(KeyedDigest.parse(keyed.value())).isEqualTo(keyed);
    assertThat(KeyedDigest.parse(keyed.value()).isWhole()).isFalse();
  }

  @Test
  void saysThatDetailIsMissing() {
    assertThat(SealedDetail.isMissing(SealedDetail.missing())).isTrue();
    assertThat(SealedDetail.isMissing(key.seal(RECORD, new byte[0]).value())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealedDetail.parse(SealedDetail.missing()));
  }

  @Test
  void namesNoSecret() {
    String secret = HexFormat.of().formatHex(key.secret());

    assertThat(key.toString() + master + master.wrap(key, RANDOM)).doesNotContain(secret);
  }

  private static MasterKey master(int seed) {
    byte[] bytes = new byte[MasterKey.BYTES];
    new Random(seed).nextBytes(bytes);
    try {
      return MasterKey.of(bytes);
    } catch (PrivacyException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }
}
