package io.heddle.agent.jdbc.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.jdbc.row.RowStatement.Condition;
import io.heddle.agent.jdbc.row.RowStatement.Operand;
import io.heddle.agent.jdbc.row.RowStatement.Verb;
import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowParserTest {
  private static final Operand COMPUTED = new Operand.Computed();

  @Test
  void readsTheRowsOfAnInsert() {
    RowStatement insert =
        read(
            "INSERT INTO shop.\"Orders\" (ID, item, price, \"at\", paid, note, kind)"
                + " VALUES (?, 'it''s', -1.50, now(), TRUE, upper(?), ?),"
                + " (nextval('s'), ?, 0x1F, DEFAULT, NULL, E'a', CAST(? AS uuid)) RETURNING id;");
    assertThat(insert.verb()).isEqualTo(Verb.INSERT);
    assertThat(insert.table()).isEqualTo("orders");
    assertThat(insert.columns())
        .containsExactly("id", "item", "price", "at", "paid", "note", "kind");
    assertThat(insert.rows())
        .containsExactly(
            List.of(
                parameter(1),
                constant("it's"),
                constant(new BigDecimal("-1.50")),
                COMPUTED,
                constant(true),
                COMPUTED,
                parameter(3)),
            List.of(
                COMPUTED, parameter(4), COMPUTED, COMPUTED, constant(null), COMPUTED, COMPUTED));
  }

  @Test
  void readsWhatAnUpdateSetsAndWhere() {
    RowStatement update =
        read(
            "update only orders o set item = ?, seen = seen + ?, price = ((? + 1)), at = ?::date"
                + " where o.id = ? and version <= ? and gone is not null and region = 'eu'");
    assertThat(update.verb()).isEqualTo(Verb.UPDATE);
    assertThat(update.table()).isEqualTo("orders");
    assertThat(update.columns()).containsExactly("item", "seen", "price", "at");
    assertThat(update.rows()).containsExactly(List.of(parameter(1), COMPUTED, COMPUTED, COMPUTED));
    assertThat(update.conditions())
        .containsExactly(
            new Condition("id", parameter(5)), new Condition("region", constant("eu")));
    assertThat(update.whereIs("version")).isNull();
  }

  @Test
  void aQuotedWordIsAColumnWhereOneIsDueAndElsewhereMayBeText() {
    RowStatement update =
        RowStatement.of("UPDATE \"t\" SET \"a\" = \"x\", b = 2 WHERE \"id\" = ?", Dialect.SQLITE);
    assertThat(update.columns()).containsExactly("a", "b");
    assertThat(update.rows()).containsExactly(List.of(COMPUTED, constant(new BigDecimal("2"))));
    assertThat(update.whereIs("id")).isEqualTo(parameter(1));

    assertThat(RowStatement.of("DELETE FROM t WHERE id = \"x\"", Dialect.SQLITE)).isNull();
    assertThat(RowStatement.of("DELETE FROM t WHERE \"id\" = ?", Dialect.MYSQL)).isNull();
  }

  @Test
  void readsBackslashesAsTheConnectionDoes() {
    String sql = "UPDATE t SET a = 'x\\' WHERE id = 7 -- '\n";

    assertThat(RowStatement.of(sql, new SqlSyntax(Dialect.POSTGRESQL, false)).whereIs("id"))
        .isEqualTo(constant(new BigDecimal("7")));
    assertThat(RowStatement.of(sql, new SqlSyntax(Dialect.POSTGRESQL, true))).isNull();
  }

  @Test
  void readsNothingThatOnlySomeVersionsExecute() {
    assertThat(RowStatement.of("DELETE FROM t WHERE id = 1 /*!50000 + 1 */", Dialect.MYSQL))
        .isNull();
  }

  @Test
  void readsWhichRowIsDeleted() {
    RowStatement delete = read("DELETE FROM orders WHERE id = 17 -- gone\n");
    assertThat(delete.verb()).isEqualTo(Verb.DELETE);
    assertThat(delete.whereIs("id")).isEqualTo(constant(new BigDecimal(17)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "INSERT INTO t VALUES (1, 2)",
        "INSERT INTO t (a) SELECT b FROM u",
        "INSERT INTO t (a, b) VALUES (1)",
        "INSERT INTO t (a, A) VALUES (1, 2)",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2",
        "INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 1",
        "INSERT OR REPLACE INTO t (a) VALUES (1)",
        "INSERT INTO t (a) VALUES ($1)",
        "INSERT INTO t (a) VALUES (?1)",
        "INSERT INTO t (a) VALUES (:a)",
        "INSERT INTO t (a) VALUES (b ?? ?)",
        "INSERT INTO t (a) VALUES (",
        "INSERT INTO t (a) VALUES (?",
        "UPDATE t SET a = 1",
        "UPDATE t SET a = 1 WHERE id = ? OR b = 2",
        "UPDATE t SET a = 1 WHERE id = ? XOR b = 2",
        "UPDATE t SET a = 1 WHERE NOT id = ?",
        "UPDATE t SET a = 1 WHERE id IN (?)",
        "UPDATE t SET a = 1 WHERE x BETWEEN 1 AND id = ?",
        "UPDATE t SET a = 1 WHERE CASE WHEN b = 1 AND id = ? THEN TRUE END",
        "UPDATE t SET a = 1 WHERE id = ? + 1",
        "UPDATE t SET a = 1 WHERE id = b",
        "UPDATE t SET a = 1 WHERE id = ? LIMIT 1",
        "UPDATE t SET a = u.a FROM u WHERE u.id = ?",
        "UPDATE t SET (a, b) = (1, 2) WHERE id = ?",
        "UPDATE t, u SET a = 1 WHERE id = ?",
        "DELETE FROM t",
        "DELETE FROM t USING u WHERE id = ?",
        "DELETE FROM t WHERE id = (SELECT 1)",
        "WITH x AS (SELECT 1) DELETE FROM t WHERE id = ?",
        "TRUNCATE t",
        "",
        "\"",
      })
  void saysNothingOfWhatItCannotTellForCertain(String sql) {
    assertThat(read(sql)).isNull();
  }

  @Test
  void takesWhateverText() {
    String[] parts = {
      "INSERT INTO t (",
      "a",
      ",",
      ") VALUES (",
      "?",
      "'x'",
      ")",
      "UPDATE t SET ",
      "=",
      " WHERE ",
      " AND ",
      "(",
      "-",
      "1",
      "::",
      "\"",
      "$$",
      " RETURNING ",
      ";",
      "NULL",
      "FROM"
    };
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(14); i >= 0; i--) {
        sql.append(parts[random.nextInt(parts.length)]);
      }
      RowStatement read = read(sql.toString());
      if (read != null) {
        assertThat(read.rows()).as(sql.toString()).allMatch(r -> r.size() == read.columns().size());
      }
    }
  }

  private static RowStatement read(String sql) {
    return RowStatement.of(sql, Dialect.POSTGRESQL);
  }

  private static Operand parameter(int index) {
    return new Operand.Parameter(index);
  }

  private static Operand constant(Object value) {
    return new Operand.Constant(value);
  }
}
