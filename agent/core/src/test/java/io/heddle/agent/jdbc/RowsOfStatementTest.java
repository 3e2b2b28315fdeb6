package io.heddle.agent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.jdbc.row.RowStatement;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.agent.operation.WrittenRows.Group;
import io.heddle.agent.operation.WrittenValue;
import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.CanonicalValue;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import io.heddle.audit.spool.row.UnknownRows;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsOfStatementTest {
  private static final List<String> KEY = List.of("id");
  private static final String INSERT = "INSERT INTO orders (item, id, amount) VALUES (?, ?, ?)";

  @Test
  void anInsertedRowIsThatWhichTheCommandTakesOfTheTable() {
    WrittenRows rows = rows(null, INSERT, "x", 17L, new BigDecimal("1.50"));
    rows.ran(1, true);
    List<Cell> key = List.of(cell("id", 17));
    assertThat(rows.unknown()).isNull();
    assertThat(rows.change()).isEqualTo(Change.INSERTED);
    Group group = rows.groups().get(0);
    assertThat(group.rows().get(0).key()).isEqualTo(CanonicalRow.key("orders", key));
    assertThat(group.rows().get(0).row())
        .isEqualTo(
            CanonicalRow.row(
                "orders", key, List.of(cell("amount", new BigDecimal("1.5")), cell("item", "x"))));
    assertThat(group.key()).containsExactly(new Column("id", Kind.NUMBER));
    assertThat(group.others())
        .containsExactly(new Column("amount", Kind.NUMBER), new Column("item", Kind.TEXT));
  }

  @Test
  void aBatchIsOneGroupAsLongAsTheSameColumnsAreKnown() {
    WrittenRows rows = rows(null, INSERT, null, 1, 1);
    rows(rows, INSERT, "b", 2, null);
    rows(rows, INSERT, null, 3, 3);
    rows(rows, INSERT, "d", 4, 0.5);
    rows(rows, INSERT, new Timestamp(0), 5, 0.5);
    rows.ran(-1, true); // as some drivers answer
    assertThat(rows.groups()).extracting(group -> group.rows().size()).containsExactly(3, 1, 1);
    assertThat(rows.groups().get(0).others())
        .containsExactly(new Column("amount", Kind.NUMBER), new Column("item", Kind.TEXT));
    assertThat(rows.groups().get(1).others())
        .containsExactly(new Column("amount", Kind.FLOATING), new Column("item", Kind.TEXT));
    assertThat(rows.groups().get(2).others())
        .containsExactly(new Column("amount", Kind.FLOATING), new Column("item", Kind.UNKNOWN));
  }

  @Test
  void aRowWhoseKeyTheDatabaseMakesHasNone() {
    WrittenRows rows = rows(null, "INSERT INTO orders (item, at) VALUES (?, now())", "x");
    rows.ran(1, true);
    Group group = rows.groups().get(0);
    assertThat(group.key()).isEmpty();
    assertThat(group.rows().get(0).key()).isEmpty();
    assertThat(group.others())
        .containsExactly(new Column("at", Kind.UNKNOWN), new Column("item", Kind.TEXT));
    assertThat(group.rows().get(0).row())
        .isEqualTo(CanonicalRow.row("orders", List.of(), List.of(cell("item", "x"))));
  }

  @Test
  void anUpdateIsKnownByItsKeyAndWhatItSets() {
    String update = "UPDATE orders SET item = ?, seen = seen + 1 WHERE id = ? AND version = ?";
    WrittenRows rows = rows(null, update, "x", 17, 3);
    rows.ran(1, true);
    assertThat(rows.groups().get(0).rows().get(0).row())
        .isEqualTo(CanonicalRow.row("orders", List.of(cell("id", 17)), List.of(cell("item", "x"))));
    assertThat(rows.groups().get(0).others())
        .containsExactly(new Column("item", Kind.TEXT), new Column("seen", Kind.UNKNOWN));
  }

  @Test
  void whatFoundNoRowHasWrittenNone() {
    WrittenRows rows = rows(null, "DELETE FROM orders WHERE id = ?", 17);
    rows.ran(0, true);
    assertThat(rows.unknown()).isNull();
    assertThat(rows.groups()).isEmpty();
  }

  @Test
  void saysWhyNothingIsKnown() {
    String update = "UPDATE orders SET item = ? WHERE id = ?";
    assertThat(ran(2, "UPDATE orders SET item = ? WHERE id = ?", "x", 1))
        .as("a key that is none")
        .isEqualTo(UnknownRows.ROWS);
    assertThat(ran(-1, update, "x", 1)).as("nobody counted").isEqualTo(UnknownRows.ROWS);
    assertThat(ran(0, INSERT, "x", 1, 1)).as("a trigger").isEqualTo(UnknownRows.ROWS);
    assertThat(ran(1, update, "x", new Timestamp(0))).isEqualTo(UnknownRows.VALUES);
    assertThat(ran(1, update, "x")).as("unseen").isEqualTo(UnknownRows.VALUES);
    assertThat(ran(1, INSERT)).as("unseen").isEqualTo(UnknownRows.VALUES);
    assertThat(ran(1, "UPDATE orders SET id = 2 WHERE id = ?", 1))
        .as("a row that becomes another")
        .isEqualTo(UnknownRows.STATEMENT);
    assertThat(ran(1, "UPDATE orders SET item = 'x' WHERE name = ?", 1))
        .isEqualTo(UnknownRows.STATEMENT);
    assertThat(ran(1, "TRUNCATE orders")).isEqualTo(UnknownRows.STATEMENT);
    WrittenRows failed = rows(null, update, "x", 1);
    failed.ran(-1, false);
    assertThat(failed.unknown()).isEqualTo(UnknownRows.ROWS);
  }

  @Test
  void beforeItHasRunOnlyAnInsertIsKnown() {
    assertThat(rows(null, INSERT, "x", 1, 1).unknown()).isNull();
    assertThat(rows(null, "DELETE FROM orders WHERE id = 1").unknown())
        .isEqualTo(UnknownRows.NOT_YET_RUN);
  }

  @Test
  void keepsSoManyRowsAndSaysThatThereAreMore() {
    WrittenRows rows = null;
    for (int i = 0; i < 1_000; i++) {
      rows = rows(rows, INSERT, "x", i, i);
    }
    rows.ran(1_000, true);
    assertThat(rows.unknown()).isNull();
    assertThat(rows.isCut()).isTrue();
    assertThat(rows.groups().get(0).rows()).hasSize(512);
  }

  @Test
  void keepsAnArrayAsItWasWhenItWasBound() {
    byte[] bytes = {1};
    WrittenValue value = WrittenValue.of(bytes);
    bytes[0] = 2;
    assertThat(value.form().bytes()).containsExactly(1);
  }

  @Test
  void looksAtNothingThatWouldNotComeBackAsItIs() {
    for (Object unknown :
        new Object[] {
          new Timestamp(0),
          new java.util.Date(),
          LocalDateTime.of(2026, 11, 21, 14, 0, 0, 1),
          "x".repeat(100_000),
          new byte[100_000],
          BigDecimal.ONE.setScale(5_000),
          new Object(),
          new StringBuilder("x"),
        }) {
      assertThat(WrittenValue.of(unknown).isKnown()).as("%s", unknown.getClass()).isFalse();
    }
  }

  private static UnknownRows ran(long count, String sql, Object... values) {
    WrittenRows rows = rows(null, sql, values);
    rows.ran(count, true);
    return rows.unknown();
  }

  private static WrittenRows rows(WrittenRows so, String sql, Object... values) {
    BoundRow bound = new BoundRow();
    for (int i = 0; i < values.length; i++) {
      bound.bind(i + 1, values[i]);
    }
    return RowsOfStatement.of(so, RowStatement.of(sql, Dialect.POSTGRESQL), KEY, bound, false);
  }

  private static Cell cell(String name, Object value) {
    return new Cell(name, CanonicalValue.of(value));
  }
}
