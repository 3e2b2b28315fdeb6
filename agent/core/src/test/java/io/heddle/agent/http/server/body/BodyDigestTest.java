package io.heddle.agent.http.server.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.context.CurrentThread;
import io.heddle.agent.context.ThreadState;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.PayloadDigest;
import io.heddle.audit.spool.privacy.KeyOrigin;
import io.heddle.audit.spool.privacy.KeyedDigest;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.TenantKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDigestTest {
  private final ThreadState thread = new CurrentThread().state();
  private final BodyDigests digests = new BodyDigests();
  private final Object source = new Object();

  @ParameterizedTest
  @CsvSource({
    "11, false, true", // as long as announced
    "12, false, false",
    "-1, false, false",
    "-1, true, true",
    "12, true, true",
  })
  void saysWhetherAllOfItWasRead(long announced, boolean toTheEnd, boolean isWhole)
      throws Exception {
    BodyDigest body = digests.begin(source, announced, true, null);
    read("hello ", 0);
    read("world", 3);
    if (toTheEnd) {
      digests.read(source, ByteBuffer.allocate(0), -1, thread);
    }
    PayloadDigest digest = digestOf(body).orElseThrow();
    assertThat(digest.isWhole()).isEqualTo(isWhole);
    assertThat(digest.sizeBytes()).isEqualTo(11);
    assertThat(digest.digest())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest("hello world".getBytes(UTF_8)));
  }

  @Test
  void underATenantsKeyNobodyElseCanCheckIt() throws Exception {
    MasterKey master = MasterKey.of(new byte[MasterKey.BYTES]);
    KeyOrigin origin = new KeyOrigin("acme", "node", 1, 0, 0);
    TenantKey key = master.draw(origin, new SecureRandom());
    BodyDigest body = digests.begin(source, 11, false, key);
    read("hello ", 0);
    read("world", 3);

    OperationExtras extras = OperationExtras.of(body.extras(false));
    assertThat(extras.field(OperationExtras.PAYLOAD_DIGEST)).isEmpty();
    KeyedDigest digest =
        KeyedDigest.parse(extras.field(OperationExtras.PAYLOAD_HMAC).orElseThrow());
    assertThat(digest.key()).isEqualTo(key.id());
    assertThat(digest.isWhole()).isTrue();
    assertThat(key.isDigestOf("hello world".getBytes(UTF_8), digest.hmac())).isTrue();
    assertThat(digest.hmac())
        .isNotEqualTo(MessageDigest.getInstance("SHA-256").digest("hello world".getBytes(UTF_8)));
  }

  @Test
  void isMadeBothWaysWhereOnlyTheEndTellsWhichIsWanted() throws Exception {
    MasterKey master = MasterKey.of(new byte[MasterKey.BYTES]);
    TenantKey key = master.draw(new KeyOrigin("acme", "node", 1, 0, 0), new SecureRandom());
    for (boolean isKeyed : new boolean[] {true, false}) {
      BodyDigest body = digests.begin(source, 11, true, key);
      read("hello ", 0);
      read("world", 3);
      OperationExtras extras = OperationExtras.of(body.extras(isKeyed));
      assertThat(extras.field(OperationExtras.PAYLOAD_HMAC).isPresent()).isEqualTo(isKeyed);
      assertThat(extras.field(OperationExtras.PAYLOAD_DIGEST).isPresent()).isEqualTo(!isKeyed);
    }
    BodyDigest plain = digests.begin(source, 11, true, null);
    read("hello ", 0);
    assertThat(plain.extras(true)).as("a key is wanted, and there is none").isEmpty();
  }

  @Test
  void leavesTheBufferAsItIs() {
    digests.begin(source, -1, true, null);
    ByteBuffer buffer = ByteBuffer.wrap("xxhello worldyy".getBytes(UTF_8)).position(2).limit(13);
    digests.read(source, buffer, 5, thread);
    assertThat(buffer.position()).isEqualTo(2);
    assertThat(buffer.limit()).isEqualTo(13);
  }

  @Test
  void digestsDirectBuffersToo() {
    BodyDigest body = digests.begin(source, 3, true, null);
    digests.read(source, ByteBuffer.allocateDirect(3).put(0, "abc".getBytes(UTF_8)), 3, thread);
    assertThat(digestOf(body).orElseThrow().digest()).startsWith(0xba, 0x78, 0x16, 0xbf);
  }

  @Test
  void saysNothingOfABodyThatNobodyReads() {
    assertThat(digestOf(digests.begin(source, 11, true, null))).isEmpty();
  }

  @Test
  void saysThatABodyIsEmptyIfItsEndWasRead() {
    BodyDigest body = digests.begin(source, -1, true, null);
    digests.read(source, null, -1, thread);
    assertThat(digestOf(body).orElseThrow().isWhole()).isTrue();
    assertThat(digestOf(body)).as("once").isEmpty();
  }

  @Test
  void saysNothingIfAPartOfItWasMissed() {
    BodyDigest body = digests.begin(source, 4, true, null);
    read("ab", 0);
    digests.read(source, null, 2, thread);
    assertThat(digestOf(body)).isEmpty();
    BodyDigest other = digests.begin(source, 4, true, null);
    digests.read(source, ByteBuffer.allocate(1), 2, thread);
    assertThat(digestOf(other)).isEmpty();
  }

  @Test
  void takesNothingMoreOnceItHasEnded() {
    BodyDigest body = digests.begin(source, -1, true, null);
    read("abc", 0);
    digests.end(source, thread);
    assertThat(digests.isReading(source, thread)).isFalse();
    read("def", 0);
    assertThat(digestOf(body).orElseThrow().sizeBytes()).isEqualTo(3);
  }

  private void read(String part, int offset) {
    ByteBuffer buffer = ByteBuffer.wrap(("#".repeat(offset) + part + "?").getBytes(UTF_8));
    digests.read(source, buffer.position(offset), part.length(), thread);
  }

  private static Optional<PayloadDigest> digestOf(BodyDigest body) {
    return OperationExtras.of(body.extras(false))
        .field(OperationExtras.PAYLOAD_DIGEST)
        .map(PayloadDigest::of);
  }
}
