package io.heddle.audit.spool.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.audit.spool.row.CanonicalRow.Cell;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Fixes the canonical form of version 1; the golden file was made without our code. */
class CanonicalRowTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final List<Cell> KEY = List.of(cell("id", 17), cell("region", "größe-😀"));
  private static final List<Cell> OTHERS =
      List.of(
          cell("amount", new BigDecimal("-1.2500")),
          cell("blob", new byte[] {0, -1}),
          cell("day", LocalDate.of(2026, 11, 21)),
          cell("gone", null),
          cell("moment", OffsetDateTime.parse("2026-11-21T02:17:00.500+01:00")),
          cell("nan", Double.NaN),
          cell("stamp", LocalDateTime.parse("2026-11-21T02:17:00")),
          cell("time", LocalTime.parse("02:17:00.000001")),
          cell("yes", true),
          cell("zero", new BigDecimal("-0.00")));

  @Test
  void laysRowsOutAsTheGoldenFileSays() throws Exception {
    String form =
        HEX.formatHex(CanonicalRow.key("orders", KEY))
            + "\n"
            + HEX.formatHex(CanonicalRow.row("orders", KEY, OTHERS))
            + "\n"
            + HEX.formatHex(CanonicalRow.fingerprint("orders", KEY, OTHERS))
            + "\n";
    try (InputStream golden = getClass().getResourceAsStream("row-v1.txt")) {
      assertThat(form).isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Test
  void equalNumbersAreEqualWhateverTheirType() {
    for (Object hundred :
        new Object[] {
          100,
          100L,
          (short) 100,
          (byte) 100,
          100.0,
          100f,
          new BigDecimal("1e2"),
          new BigDecimal("100.000"),
          BigInteger.valueOf(100),
        }) {
      assertThat(text(hundred)).as("%s", hundred.getClass()).isEqualTo("1E2");
    }
    assertThat(text(0.1)).as("what a double is").startsWith("1000000000000000055511151231257827");
    assertThat(text(-0.0)).isEqualTo("0");
    assertThat(text(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(text(Long.MIN_VALUE)).isEqualTo("-9223372036854775808E0");
  }

  @Test
  void tellsWhatIsNotTheSame() {
    assertThat(CanonicalValue.of("").kind()).isNotEqualTo(CanonicalValue.of(null).kind());
    assertThat(CanonicalValue.of("1").kind()).isNotEqualTo(CanonicalValue.of(1).kind());
    List<Cell> moved = List.of(cell("a", "xy"), cell("b", "z"));
    List<Cell> cut = List.of(cell("a", "x"), cell("b", "yz"));
    assertThat(CanonicalRow.row("t", KEY, moved)).isNotEqualTo(CanonicalRow.row("t", KEY, cut));
    assertThat(CanonicalRow.row("t", KEY, moved)).isNotEqualTo(CanonicalRow.row("u", KEY, moved));
  }

  @Test
  void aUuidIsItsTextAndWhatHasNoFormIsRefused() {
    UUID uuid = UUID.fromString("0AF76519-16CD-43DD-8448-EB211C80319C");
    assertThat(CanonicalValue.of(uuid).bytes()).isEqualTo(uuid.toString().getBytes(UTF_8));
    assertThat(CanonicalValue.of(uuid).kind()).isEqualTo(CanonicalValue.TEXT);
    assertThatThrownBy(() -> CanonicalValue.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(Object value) {
    return new String(CanonicalValue.of(value).bytes(), UTF_8);
  }

  private static Cell cell(String name, Object value) {
    return new Cell(name, CanonicalValue.of(value));
  }
}
