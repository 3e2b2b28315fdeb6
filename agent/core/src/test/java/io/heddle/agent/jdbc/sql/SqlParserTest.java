package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.jdbc.sql.SqlStatement.Control;
import io.heddle.agent.jdbc.sql.SqlStatement.Effect;
import io.heddle.audit.spool.OperationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM t WHERE a = 'secret' | SELECT * FROM t WHERE a = ?",
        "SELECT 1.5e-3, 0x1F, -7, .5 FROM t2 | SELECT ?, ?, -?, ? FROM t2",
        "SELECT 'it''s' , N'x', E'a\\'b', X'00' | SELECT ? , ?, ?, ?",
        "SELECT $$secret$$, $tag$ it's $tag$, $1 | SELECT ?, ?, ?",
        "SELECT a -- secret | SELECT a",
        "SELECT /* secret */ a/*x*/+ b | SELECT a + b",
        "SELECT * FROM t WHERE a IN (1, 2,3) AND b IN ('x') | SELECT * FROM t WHERE a IN (?)"
            + " AND b IN (?)",
        "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'),(3, 'z') | INSERT INTO t (a, b) VALUES (?,"
            + " ?)",
        "INSERT INTO t VALUES (1, f(2)), (3, f(4)) ON CONFLICT DO NOTHING | INSERT INTO t VALUES"
            + " (?, f(?)) ON CONFLICT DO NOTHING",
        "SELECT 'unterminated | SELECT ?",
        "select   a ,  b   from    t | select a , b from t",
        "SELECT a1, b_2 FROM t3$ | SELECT a1, b_2 FROM t3$",
      })
  void takesLiteralsOut(String sql, String normalised) {
    assertThat(parse(sql).subject().text()).isEqualTo(normalised);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select * from orders o join lines l on 1=1 | READ | READ | orders",
        "SELECT count(*) FROM (SELECT 1 FROM inner_table) x | READ | READ | inner_table",
        "insert into shop.orders values (1) | CREATE | WRITE | shop.orders",
        "INSERT INTO a.b.c VALUES (1) | CREATE | WRITE | a.b.c",
        "INSERT INTO \"Order Lines\" VALUES (1) | CREATE | WRITE | Order Lines",
        "INSERT INTO user VALUES (1) | CREATE | WRITE | user",
        "INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 1 | MERGE | WRITE | t",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING | CREATE | WRITE | t",
        "INSERT OR REPLACE INTO t VALUES (1) | MERGE | WRITE | t",
        "REPLACE INTO t VALUES (1) | MERGE | WRITE | t",
        "MERGE INTO t USING s ON 1=1 WHEN MATCHED THEN UPDATE SET a=1 | MERGE | WRITE | t",
        "UPDATE ONLY t SET a = 1 | UPDATE | WRITE | t",
        "DELETE FROM t WHERE id IN (SELECT id FROM s) | DELETE | WRITE | t",
        "TRUNCATE TABLE t | DELETE | WRITE | t",
        "COPY t FROM STDIN | CREATE | WRITE | t",
        "COPY t TO STDOUT | READ | READ | t",
        "CREATE TABLE IF NOT EXISTS t (id INT) | DDL | DDL | t",
        "CREATE UNIQUE INDEX i ON t (a) | DDL | DDL | i",
        "DROP TABLE IF EXISTS t | DDL | DDL | t",
        "ALTER TABLE t ADD COLUMN c INT | DDL | DDL | t",
        "WITH x AS (SELECT 1) SELECT * FROM x | READ | READ | x",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x | DELETE | WRITE | t",
        "WITH x AS (SELECT 1 FROM s FOR UPDATE) SELECT * FROM x | READ | READ | s",
        "SELECT * FROM t FOR UPDATE | READ | READ | t",
        "SELECT id FROM FINAL TABLE (INSERT INTO t VALUES (1)) | CREATE | WRITE | t",
        "SELECT a INTO copy FROM t | CREATE | WRITE | copy",
        "EXPLAIN DELETE FROM t | READ | READ | t",
        "EXPLAIN ANALYZE DELETE FROM t | DELETE | WRITE | t",
        "{call f(?)} | CALL | WRITE | f",
        "CALL f(1) | CALL | WRITE | f",
        "SET search_path = a | OTHER | SESSION | ''",
        "-- only a comment | OTHER | SESSION | ''",
        "FROBNICATE everything | OTHER | WRITE | ~unread",
      })
  void tellsWhatAStatementDoes(String sql, OperationType type, Effect effect, String target) {
    SqlStatement read = parse(sql);

    assertThat(read.subject().type()).isEqualTo(type);
    assertThat(read.effect()).isEqualTo(effect);
    assertThat(read.subject().target()).isEqualTo("''".equals(target) ? "" : target);
  }

  @ParameterizedTest
  @CsvSource({
    "BEGIN, BEGIN, ''",
    "START TRANSACTION READ WRITE, BEGIN, ''",
    "COMMIT, COMMIT, ''",
    "END, COMMIT, ''",
    "ROLLBACK, ROLLBACK, ''",
    "ROLLBACK TO SAVEPOINT sp1, ROLLBACK_TO, sp1",
    "rollback to sp1, ROLLBACK_TO, sp1",
    "SAVEPOINT sp1, SAVEPOINT, sp1",
    "RELEASE SAVEPOINT sp1, RELEASE, sp1",
    "PREPARE TRANSACTION 'x', PREPARE, ''",
    "COMMIT PREPARED 'x', NONE, ''",
    "CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE s SET a = 1; END, NONE, ''",
  })
  void followsTransactionsInSql(String sql, Control control, String savepoint) {
    assertThat(parse(sql).control()).isEqualTo(control);
    assertThat(parse(sql).savepoint()).isEqualTo(savepoint);
  }

  @Test
  void aWordOfTheirsIsNeverALabel() {
    assertThat(parse("s3cret stuff").subject().verb()).isEqualTo("OTHER");
  }

  @Test
  void eachStatementOfATextIsReadByItself() {
    SqlText read = SqlParser.parse("SELECT 1; DELETE FROM t; COMMIT; -- x;\n;", Dialect.POSTGRESQL);

    assertThat(read.statements())
        .extracting(one -> one.subject().text())
        .containsExactly("SELECT ?", "DELETE FROM t", "COMMIT");
    assertThat(read.statements())
        .extracting(SqlStatement::control)
        .containsExactly(Control.NONE, Control.NONE, Control.COMMIT);
  }

  @Test
  void ofMoreStatementsThanAreKeptTheRestIsUnread() {
    SqlText read = SqlParser.parse("DELETE FROM t;".repeat(1_000), Dialect.H2);

    assertThat(read.statements()).hasSize(SqlParser.MOST_STATEMENTS);
    SqlStatement rest = read.statements().get(SqlParser.MOST_STATEMENTS - 1);
    assertThat(rest.isCertain()).isFalse();
    assertThat(rest.subject().target()).isEqualTo(SqlStatement.UNREAD);
  }

  @Test
  void ofMoreTablesThanAreKeptTheRestIsUnread() {
    StringBuilder sql = new StringBuilder("DROP TABLE t0");
    for (int i = 1; i < 100; i++) {
      sql.append(", t").append(i);
    }

    SqlStatement read = parse(sql.toString());

    assertThat(read.isCertain()).isFalse();
    assertThat(read.further()).hasSize(Reading.MOST_WRITES + 1);
    assertThat(read.further().get(Reading.MOST_WRITES).isCertain()).isFalse();
  }

  @Test
  void whereAQuoteMayHoldTextItIsALiteralUnlessANameIsDue() {
    assertThat(
            SqlParser.parse("SELECT \"a b; secret\" FROM \"t\"", Dialect.SQLITE)
                .first()
                .subject()
                .text())
        .isEqualTo("SELECT ? FROM \"t\"");
  }

  @Test
  void showsNothingBehindAQuoteThatAnUnknownDatabaseMayRead() {
    assertThat(SqlParser.parse("SELECT 'a\\' secret ' , b", Dialect.OTHER).first().subject().text())
        .isEqualTo("SELECT ?…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT f(1), s.g(2), F(3) FROM t | f,s.g",
        "SELECT count(*) FROM t WHERE a IN (1) AND EXISTS (SELECT 1) | count",
        "VALUES (\"Do It\"(1)) | do it",
        "SELECT * FROM gen(1) x, lateral_gen(2) | gen,lateral_gen",
        "SELECT a::numeric(10, 2), CAST(b AS varchar(3)) FROM t | ''",
        "INSERT INTO t (a) VALUES (f(1)) RETURNING g(a) | f,g",
        "CREATE TABLE t (a varchar(10)) | ''",
      })
  void namesTheFunctionsThatAreCalled(String sql, String calls) {
    assertThat(String.join(",", parse(sql).calls())).isEqualTo("''".equals(calls) ? "" : calls);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (1, 2) | true",
        "INSERT INTO t (a, b) VALUES (f(1), (SELECT 2)) RETURNING a | true",
        "INSERT INTO t VALUES (1), (2) | false",
        "INSERT INTO t SELECT 1 | false",
        "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING | false",
        "INSERT INTO t DEFAULT VALUES | false",
        "WITH x AS (SELECT 1) INSERT INTO t VALUES (1) | false",
        "EXPLAIN ANALYZE INSERT INTO t VALUES (1) | false",
        "UPDATE t SET a = 1 | false",
      })
  void tellsAnInsertOfOneRow(String sql, boolean isOfOneRow) {
    assertThat(parse(sql).insertsOneRow()).isEqualTo(isOfOneRow);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (1) RETURNING a | true",
        "INSERT INTO t VALUES ((SELECT 2)) RETURNING a, b | true",
        "UPDATE t SET a = 1 OUTPUT inserted.a WHERE b = 2 | true",
        "WITH x AS (SELECT 1) DELETE FROM t RETURNING * | true",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT COUNT(*) FROM x | false",
        "UPDATE t SET a = 1 | false",
      })
  void tellsThatTheRowsOfItsResultSetAreThoseThatItWrites(String sql, boolean answersRows) {
    assertThat(parse(sql).answersRows()).isEqualTo(answersRows);
  }

  @Test
  void cutsHugeStatementsBetweenTokens() {
    String sql = "SELECT " + "column_name, ".repeat(100_000) + "last FROM t";

    assertThat(parse(sql).subject().text().length()).isLessThanOrEqualTo(SqlParser.MAX_TEXT);
    assertThat(parse(sql).subject().target()).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", ";;;", "(", ")))", "'", "\"", "$", "$$", "/*", "--", "\0"})
  void readsWhatNoParserUnderstands(String sql) {
    assertThat(parse(sql)).isNotNull();
  }

  @Test
  void aCacheAnswersTheSameAndForgetsWhatNobodyAsksFor() {
    SqlCache cache = new SqlCache(Dialect.H2, 20_000);
    SqlText first = cache.text("SELECT 1 FROM a");
    assertThat(cache.text("SELECT 1 FROM a")).isSameAs(first);
    for (int i = 0; i < 5_000; i++) {
      cache.text("SELECT " + i + " FROM b WHERE c = " + i);
      cache.text("SELECT 2 FROM used");
    }

    assertThat(cache.text("SELECT 1 FROM a")).isNotSameAs(first);
    assertThat(cache.text("SELECT 1 FROM a").first().subject().text())
        .isEqualTo(first.first().subject().text());
  }

  private static SqlStatement parse(String sql) {
    return SqlParser.parse(sql, Dialect.POSTGRESQL).first();
  }
}
