package io.heddle.audit.spool.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.privacy.KeyId;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import io.heddle.audit.spool.row.RowFingerprints.Row;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fixes the layout of version 1 of what a record says of rows. */
class RowFingerprintsTest {
  private static final List<Column> KEY = List.of(new Column("id", Kind.NUMBER));
  private static final List<Column> OTHERS =
      List.of(new Column("größe", Kind.TEXT), new Column("since", Kind.UNKNOWN));
  private static final Row ROW = new Row(filled(0x11), filled(0x22));
  private static final RowFingerprints PLAIN =
      new RowFingerprints(null, Change.INSERTED, true, KEY, OTHERS, List.of(ROW, ROW));
  private static final RowFingerprints KEYED =
      new RowFingerprints(
          KeyId.of(Arrays.copyOf(filled(0x33), KeyId.BYTES)),
          Change.DELETED,
          false,
          KEY,
          List.of(),
          List.of(new Row(filled(0x11), new byte[0])));

  @Test
  void laysFieldsOutAsTheGoldenFileSays() throws Exception {
    HexFormat hex = HexFormat.of();
    String fields =
        hex.formatHex(PLAIN.value())
            + "\n"
            + hex.formatHex(KEYED.value())
            + "\n"
            + hex.formatHex(UnknownRows.NOT_YET_RUN.value())
            + "\n";
    try (InputStream golden = getClass().getResourceAsStream("field-v1.txt")) {
      assertThat(fields).isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
    assertThat(RowFingerprints.of(PLAIN.value())).isEqualTo(PLAIN);
    assertThat(RowFingerprints.of(KEYED.value())).isEqualTo(KEYED);
  }

  @Test
  void namesEveryReasonAndNoOther() {
    for (UnknownRows reason : UnknownRows.values()) {
      assertThat(UnknownRows.of(reason.value())).isEqualTo(reason);
      assertThatThrownBy(() -> RowFingerprints.of(reason.value()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(UnknownRows.of(PLAIN.value())).isNull();
    assertThat(UnknownRows.of(new byte[] {1, 0, (byte) UnknownRows.values().length})).isNull();
    assertThat(UnknownRows.of(new byte[] {1, 0, -1})).isNull();
    assertThat(UnknownRows.of(new byte[0])).isNull();
  }

  @Test
  void saysHowManyRowsFindRoom() {
    int header = PLAIN.value().length - 2 * 64;
    assertThat(PLAIN.fitting(header + 64 * 7 + 63)).isEqualTo(7);
    assertThat(PLAIN.fitting(header)).isZero();
    assertThat(PLAIN.fitting(header - 1)).isNegative();
    assertThat(KEYED.fitting(1 << 20)).isEqualTo(RowFingerprints.MOST_ROWS);
  }

  @Test
  void refusesWhatCannotBeLaidOut() {
    assertThatThrownBy(
            () ->
                new RowFingerprints(
                    null,
                    Change.INSERTED,
                    false,
                    KEY,
                    OTHERS,
                    Collections.nCopies(RowFingerprints.MOST_ROWS + 1, ROW)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new RowFingerprints(null, Change.UPDATED, false, KEY, OTHERS, KEYED.rows()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesWhateverBytesForFingerprintsOrSaysThatTheyAreNone() {
    Random random = new Random(4);
    for (byte[] sound : List.of(PLAIN.value(), KEYED.value(), UnknownRows.ROWS.value())) {
      for (int cut = 0; cut < sound.length; cut++) {
        byte[] shorter = Arrays.copyOf(sound, cut);
        assertThatThrownBy(() -> RowFingerprints.of(shorter))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (int round = 0; round < 20_000; round++) {
        byte[] damaged = sound.clone();
        damaged[random.nextInt(Math.min(damaged.length, 48))] = (byte) random.nextInt();
        UnknownRows.of(damaged);
        try {
          assertThat(RowFingerprints.of(damaged).value()).isEqualTo(damaged);
        } catch (IllegalArgumentException none) {
          assertThat(none).hasMessageNotContaining("null");
        }
      }
    }
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[RowFingerprints.BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
