package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A marker in every place where a literal may stand, in every way in which it may be written. */
class HiddenLiteralsTest {
  private static final String MARK = "M4rk3r";

  /** {@code @} is the place of a literal. */
  private static final String[] PLACES = {
    "SELECT @",
    "SELECT a, @ FROM t",
    "SELECT DISTINCT @ AS b FROM t",
    "SELECT a FROM t WHERE b = @",
    "SELECT a FROM t WHERE @ = b",
    "SELECT a FROM t WHERE b <> @ AND c >= @ OR NOT d < @",
    "SELECT a FROM t WHERE b IN (@, @, @)",
    "SELECT a FROM t WHERE (b, c) IN ((1, @), (2, @))",
    "SELECT a FROM t WHERE b LIKE @ ESCAPE @",
    "SELECT a FROM t WHERE b NOT LIKE @",
    "SELECT a FROM t WHERE b BETWEEN @ AND @",
    "SELECT a FROM t WHERE b IS NOT DISTINCT FROM @",
    "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE c = @)",
    "SELECT f(@), g(a, @) FROM t",
    "SELECT SUBSTRING(@ FROM 1 FOR 2), TRIM(BOTH @ FROM a), MID(a FROM @), POSITION(@ IN a) FROM t",
    "SELECT CAST(@ AS VARCHAR(10)), COALESCE(a, @) FROM t",
    "SELECT CASE a WHEN @ THEN @ ELSE @ END FROM t",
    "SELECT a || @ || b, @ + 1, -@ FROM t",
    "SELECT a FROM t GROUP BY @ HAVING max(b) > @ ORDER BY @, b",
    "SELECT a FROM t ORDER BY CASE WHEN b = @ THEN 1 END LIMIT 5",
    "SELECT a FROM t JOIN u ON t.id = u.id AND u.b = @ LEFT JOIN v ON v.c = @",
    "SELECT a FROM (SELECT @ AS b FROM t) x, f(@) y",
    "SELECT a FROM t UNION ALL SELECT @",
    "SELECT (SELECT @), ((@)) FROM t",
    "SELECT sum(a) OVER (PARTITION BY b ORDER BY @) FROM t",
    "SELECT a FROM t FOR SYSTEM_TIME FROM @ TO @",
    "WITH x AS (SELECT @ AS a) SELECT * FROM x WHERE a = @",
    "WITH x AS (SELECT 1) INSERT INTO t VALUES (@)",
    "VALUES (@), (@, @)",
    "INSERT INTO t VALUES (@, @), (@, @)",
    "INSERT INTO t (a, b) VALUES (@, f(@))",
    "INSERT INTO t (a) SELECT @ FROM u WHERE b = @",
    "INSERT INTO t VALUES (@) ON CONFLICT (a) DO UPDATE SET b = @ WHERE t.c = @",
    "INSERT INTO t VALUES (@) ON DUPLICATE KEY UPDATE b = @, c = VALUES(c) + @",
    "INSERT INTO t SET a = @, b = @",
    "INSERT INTO t VALUES (1) RETURNING a, @",
    "REPLACE INTO t VALUES (@)",
    "UPDATE t SET a = @",
    "UPDATE t SET a = @, b = f(@), c = c + @ WHERE d = @",
    "UPDATE t SET (a, b) = (@, @) WHERE c = @",
    "UPDATE t AS x SET a = (SELECT @ FROM u WHERE b = @)",
    "UPDATE t JOIN u ON t.a = @ SET t.b = @, u.c = @ WHERE t.d = @",
    "UPDATE t SET a = u.b FROM u WHERE u.c = @",
    "UPDATE t SET a[@] = @, b = {@}, c = [@, @]",
    "DELETE FROM t WHERE a = @ AND b IN (@, @)",
    "DELETE FROM t USING u WHERE t.a = @",
    "DELETE x FROM t x JOIN u ON x.a = @ WHERE u.b = @",
    "MERGE INTO t USING (SELECT @ AS a) s ON t.a = s.a AND t.b = @ WHEN MATCHED AND s.a = @ THEN"
        + " UPDATE SET c = @ WHEN NOT MATCHED THEN INSERT (a) VALUES (@)",
    "COPY t FROM @",
    "LOAD DATA INFILE @ INTO TABLE t FIELDS TERMINATED BY @ SET a = @",
    "CALL p(@, @)",
    "{call p(@)}",
    "{? = call f(?, @)}",
    "EXEC p @, @",
    "EXECUTE p(@)",
    "EXECUTE IMMEDIATE @",
    "EXECUTE IMMEDIATE @ USING @",
    "PREPARE p FROM @",
    "DO @",
    "EXPLAIN SELECT @",
    "EXPLAIN ANALYZE INSERT INTO t VALUES (@)",
    "CREATE TABLE t (a TEXT DEFAULT @ CHECK (a <> @), b INT DEFAULT (@)) COMMENT = @",
    "CREATE TABLE t AS SELECT @ AS a",
    "CREATE VIEW v AS SELECT @ AS a FROM t WHERE b = @",
    "CREATE INDEX i ON t (a) WHERE b = @",
    "CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW BEGIN UPDATE u SET a = @ WHERE b = @; END",
    "CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (@); END",
    "CREATE FUNCTION f() RETURNS INT RETURN @",
    "CREATE TYPE e AS ENUM (@, @)",
    "CREATE USER u PASSWORD @",
    "CREATE USER u IDENTIFIED BY @",
    "CREATE USER u IDENTIFIED WITH p AS @",
    "CREATE ROLE u WITH LOGIN PASSWORD @ VALID UNTIL @",
    "ALTER USER u SET PASSWORD @",
    "ALTER USER u IDENTIFIED BY @ REPLACE @",
    "ALTER TABLE t ADD COLUMN c TEXT DEFAULT @",
    "ALTER TABLE t ADD CONSTRAINT k CHECK (a IN (@, @))",
    "COMMENT ON TABLE t IS @",
    "GRANT ALL ON t TO u IDENTIFIED BY @",
    "SET a = @",
    "SET a TO @, @",
    "SET @@x = @",
    "SET PASSWORD = @",
    "SET PASSWORD FOR u = @",
    "SET SESSION AUTHORIZATION @",
    "SET STATEMENT a = @ FOR INSERT INTO t VALUES (@)",
    "PRAGMA key = @",
    "PRAGMA x(@)",
    "ATTACH DATABASE @ AS b KEY @",
    "SHOW TABLES LIKE @",
    "LISTEN x; NOTIFY x, @",
    "XA START @",
    "PREPARE TRANSACTION @",
    "COMMIT PREPARED @",
    "COMMIT COMMENT @",
    "BEGIN NOT ATOMIC INSERT INTO t VALUES (@); END",
    "EXECUTE BLOCK AS BEGIN UPDATE t SET a = @; END",
    "DECLARE c CURSOR FOR SELECT @",
    "HANDLER t READ i = (@)",
    "KILL @",
    "FROBNICATE @ a @",
    "SELECT 1; INSERT INTO t VALUES (@); SELECT @",
    "INSERT INTO t VALUES (1, @",
    "SELECT a FROM t WHERE (b = @",
  };

  private static List<Object[]> syntaxes() {
    List<Object[]> syntaxes = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      syntaxes.add(new Object[] {new SqlSyntax(dialect, false)});
      syntaxes.add(new Object[] {new SqlSyntax(dialect, true)});
    }
    return syntaxes;
  }

  /** The ways in which a dialect writes a literal with the marker in it. */
  private static List<String> literals(SqlSyntax syntax) {
    Dialect dialect = syntax.dialect();
    List<String> literals = new ArrayList<>();
    for (String text :
        new String[] {MARK, MARK + " x", "it''s " + MARK, "; " + MARK + " --", "(" + MARK}) {
      literals.add("'" + text + "'");
      literals.add("N'" + text + "'");
      if (dialect.hasUnicodeTexts()) {
        literals.add("U&'" + text + "'");
      }
      if (dialect.hasIntroducers()) {
        literals.add("_utf8'" + text + "'");
      }
      if (dialect.quotesMayHoldText()) {
        literals.add("\"" + text.replace("''", "'") + "\"");
        literals.add("'a' \"" + text.replace("''", "'") + "\"");
      }
      if (dialect.hasDollarTexts()) {
        literals.add("$$" + text + "$$");
      }
      if (dialect.hasDollarTexts() && dialect != Dialect.H2) {
        literals.add("$q$ $$ ' " + text + "$q$");
      }
      if (dialect.hasQuoteTexts()) {
        literals.add("q'[it's " + text + "]'");
      }
      if (dialect.hasEscapeTexts() && dialect != Dialect.OTHER) {
        literals.add("E'\\'" + text + "'");
        literals.add("E'a'\n'\\'" + text + "'");
      }
    }
    if (syntax.backslashEscapes() || dialect == Dialect.OTHER) {
      literals.add("'\\' " + MARK + "'");
    } else {
      literals.add("'\\' || '" + MARK + "'");
    }
    literals.add("'a' '" + MARK + "'");
    literals.add("{d '" + MARK + "'}");
    literals.add("DATE '" + MARK + "'");
    literals.add("INTERVAL '" + MARK + "' DAY");
    literals.add("X'4D" + MARK + "'");
    literals.add("'a' /* ' */ -- '\n '" + MARK + "'");
    return literals;
  }

  @ParameterizedTest
  @MethodSource("syntaxes")
  void noLiteralIsShownWhereverItStandsAndHoweverItIsWritten(SqlSyntax syntax) {
    for (String literal : literals(syntax)) {
      for (String place : PLACES) {
        String sql = place.replace("@@", "\0").replace("@", literal).replace("\0", "@@");
        assertThat(Shown.of(SqlParser.parse(sql, syntax))).as(sql).doesNotContain(MARK);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("syntaxes")
  void noNumberIsShownWhereverItStands(SqlSyntax syntax) {
    for (String number :
        new String[] {"74747", "74747.5", "7e4", ".74747", "1_74747", "0x74747F"}) {
      for (String place : PLACES) {
        String sql = place.replace("@@", "\0").replace("@", number).replace("\0", "@@");
        assertThat(Shown.of(SqlParser.parse(sql, syntax)))
            .as(sql)
            .doesNotContain("747")
            .doesNotContain("7e4");
      }
    }
  }
}
