package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.jdbc.row.RowStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that no parser would understand, drawn from fixed seeds. */
class SqlParserFuzzTest {
  private static final String[] PIECES = {
    "SELECT",
    "INSERT INTO",
    " t ",
    "'CANARY'",
    "'CAN''ARY'",
    "(",
    ")",
    ",",
    ";",
    "\"q\"",
    "--x\n",
    "/*c*/",
    "$$CANARY$$",
    "IN",
    "VALUES",
    "BEGIN",
    " 42 ",
    ".",
    "?",
    "WITH",
    "UPDATE",
    "\u2028",
    "$1",
    "E'CANARY'",
    "{",
    "}",
    "=",
    "-",
    "END",
    "CASE",
    "SET",
    "FROM",
    "DELETE FROM",
    "MERGE INTO",
    "TRUNCATE",
    "COPY",
    "STDIN",
    "CREATE",
    "TRIGGER",
    "PROCEDURE",
    "ON",
    "CONFLICT",
    "AS",
    "EXPLAIN",
    "ANALYZE",
    "EXECUTE",
    "BLOCK",
    "CALL",
    "JOIN",
    "USING",
    "INTO",
    "ALL",
    "TABLE",
    "FINAL",
    "[q]",
    "`q`",
    "#",
    "@",
    ":",
    "*",
    "//",
    "IF",
    "THEN",
    "LOOP",
    "NOT",
    "ATOMIC",
    "PASSWORD 'CANARY'",
    "STATEMENT",
    "FOR",
    "DECLARE",
    "0x4242",
    "XA",
    "ROLLBACK TO",
    "SAVEPOINT",
    "LOAD DATA",
    "GRANT",
  };

  static List<SqlSyntax> syntaxes() {
    List<SqlSyntax> syntaxes = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      syntaxes.add(new SqlSyntax(dialect, false));
      syntaxes.add(new SqlSyntax(dialect, true));
    }
    return syntaxes;
  }

  @ParameterizedTest
  @MethodSource("syntaxes")
  void neverFailsAndNeverShowsALiteral(SqlSyntax syntax) {
    Random random = new Random(17);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(25); i >= 0; i--) {
        sql.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "\n");
      }
      // The pieces are balanced and apart, so no literal can begin inside another or in a name.
      assertThat(Shown.of(SqlParser.parse(sql.toString(), syntax)))
          .as(sql.toString())
          .doesNotContain("CANARY")
          .doesNotContain("42");
    }
  }

  @ParameterizedTest
  @MethodSource("syntaxes")
  void neverFailsOnBrokenStatements(SqlSyntax syntax) {
    Random random = new Random(18);
    List<CorpusEntry> corpus = CorpusEntry.of(syntax.dialect());
    for (int round = 0; round < 10_000; round++) {
      StringBuilder sql = new StringBuilder(corpus.get(random.nextInt(corpus.size())).sql());
      for (int i = random.nextInt(4); i >= 0 && sql.length() > 1; i--) {
        int at = random.nextInt(sql.length());
        switch (random.nextInt(4)) {
          case 0 -> sql.deleteCharAt(at);
          case 1 -> sql.insert(at, (char) random.nextInt(128));
          case 2 -> sql.setLength(at);
          default -> sql.insert(at, PIECES[random.nextInt(PIECES.length)]);
        }
      }
      assertThat(SqlParser.parse(sql.toString(), syntax).statements()).isNotEmpty();
      RowStatement.of(sql.toString(), syntax);
    }
  }

  /** What is quadratic in any of these would take minutes. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void longTextsTakeTimeInProportion() {
    String[] units = {
      "(",
      ")",
      "[",
      "a[",
      "((a,",
      "'a' ",
      "\"a\".",
      "`a`.",
      "$a",
      "$$",
      "#",
      "# '",
      "--x ",
      "/*",
      "//",
      "BEGIN ",
      "CASE ",
      "END ",
      "a.",
      "1.",
      "WITH a AS (",
      "(INSERT INTO t ",
      "FROM TABLE (DELETE FROM t JOIN ",
      "UPDATE a JOIN (",
      "a, ",
      "IN (1, ",
      "VALUES (1), (2), ",
      "IF a THEN ",
      ";",
      "; ",
      "x := ",
      "q'[",
      "E'a'\n",
      "SET a = 1, ",
      "CREATE ",
      "EXPLAIN ",
      "f(",
      "@",
      "?,",
      "SET STATEMENT a = 1 FOR ",
      "WITH a AS (b) ",
      "DROP TABLE a, ",
      "/*! a ",
    };
    for (Dialect dialect : Dialect.values()) {
      for (String unit : units) {
        for (String prefix :
            new String[] {"", "SELECT ", "UPDATE t SET ", "CREATE PROCEDURE p() "}) {
          String sql = prefix + unit.repeat((prefix.isEmpty() ? 100_000 : 20_000) / unit.length());
          assertThat(SqlParser.parse(sql, dialect).statements()).isNotEmpty();
        }
      }
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void aMegabyteOfNestedBracketsIsReadInOnePass() {
    String sql = "SELECT " + "(".repeat(500_000) + "1" + ")".repeat(500_000) + " FROM t";

    SqlStatement read = SqlParser.parse(sql, Dialect.H2).first();

    assertThat(read.subject().target()).isEqualTo("t");
    assertThat(read.isCertain()).isTrue();
  }
}
