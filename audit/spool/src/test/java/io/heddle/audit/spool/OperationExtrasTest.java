package io.heddle.audit.spool;

import static io.heddle.audit.spool.OperationExtras.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.OperationExtras.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OperationExtrasTest {
  private static final byte[] EMPTY = {};

  @Test
  void readsTheFieldsThatWereLaidOutInTheirOrder() {
    byte[] block = with(with(with(EMPTY, 4, new byte[] {1}), 200, new byte[300]), 4, EMPTY);

    List<Field> fields = OperationExtras.of(block).fields();
    assertThat(fields).extracting(Field::tag).containsExactly(4, 200, 4);
    assertThat(fields).extracting(field -> field.value().length).containsExactly(1, 300, 0);
    assertThat(OperationExtras.of(block).field(4)).contains(new byte[] {1});
    assertThat(OperationExtras.of(block).field(5)).isEmpty();
  }

  @Test
  void refusesWhatTheLayoutCannotSay() {
    assertThatThrownBy(() -> with(EMPTY, 0, EMPTY)).hasMessageContaining("tag 0");
    assertThatThrownBy(() -> with(EMPTY, 256, EMPTY)).hasMessageContaining("tag 256");
    assertThatThrownBy(() -> with(EMPTY, 1, new byte[65_536])).hasMessageContaining("65536");
  }

  @Test
  void losesNoByteOfABlockThatIsNone() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      byte[] block = new byte[random.nextInt(40)];
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) random.nextInt(i % 3 == 0 ? 256 : 4);
      }
      int bytes = 0;
      for (Field field : OperationExtras.of(block).fields()) {
        bytes += field.value().length + (field.tag() == OperationExtras.NO_FIELD ? 0 : 3);
      }
      assertThat(bytes).as(Arrays.toString(block)).isEqualTo(block.length);
      int fits = OperationExtras.fit(block, random.nextInt(40));
      assertThat(OperationExtras.fit(Arrays.copyOf(block, fits), 40)).isEqualTo(fits);
    }
  }

  @Test
  void keepsWholeFieldsAlone() {
    byte[] block = with(with(EMPTY, 1, new byte[10]), 2, new byte[10]);
    assertThat(OperationExtras.fit(block, 26)).isEqualTo(26);
    assertThat(OperationExtras.fit(block, 25)).isEqualTo(13);
    assertThat(OperationExtras.fit(block, 12)).isZero();
  }

  @Test
  void saysTheSameOfADigestAndOfAnIntervalAsWasSaid() {
    byte[] digest = new byte[PayloadDigest.DIGEST_BYTES];
    Arrays.fill(digest, (byte) -1);
    PayloadDigest read = PayloadDigest.of(new PayloadDigest(false, 7, digest).value());
    assertThat(read.isWhole()).isFalse();
    assertThat(read.sizeBytes()).isEqualTo(7);
    assertThat(read.digest()).isEqualTo(digest);
    for (ClockInterval.Status status : ClockInterval.Status.values()) {
      ClockInterval interval = new ClockInterval(status, 3_000_000_000L, 5);
      assertThat(ClockInterval.of(interval.value())).isEqualTo(interval);
    }
    assertThat(new ClockInterval(ClockInterval.Status.ASSUMED, 1L << 40, -1))
        .as("limited to what can be said")
        .isEqualTo(new ClockInterval(ClockInterval.Status.ASSUMED, 0xffff_ffffL, 0));
  }

  @Test
  void refusesADigestOrIntervalOfAnotherKind() {
    byte[] digest = new PayloadDigest(true, 1, new byte[32]).value();
    byte[] interval = new ClockInterval(ClockInterval.Status.ASSUMED, 1, 1).value();
    for (int size = 0; size < digest.length; size++) {
      byte[] cut = Arrays.copyOf(digest, size);
      assertThatThrownBy(() -> PayloadDigest.of(cut)).isInstanceOf(IllegalArgumentException.class);
      byte[] other = Arrays.copyOf(interval, size == interval.length ? 0 : size);
      assertThatThrownBy(() -> ClockInterval.of(other))
          .isInstanceOf(IllegalArgumentException.class);
    }
    digest[0] = 9;
    interval[0] = 9;
    assertThatThrownBy(() -> PayloadDigest.of(digest)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClockInterval.of(interval))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
