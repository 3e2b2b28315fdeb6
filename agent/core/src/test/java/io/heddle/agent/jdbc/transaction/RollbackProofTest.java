package io.heddle.agent.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.jdbc.sql.Dialect;
import io.heddle.agent.jdbc.sql.SqlParser;
import io.heddle.agent.jdbc.sql.SqlStatement;
import io.heddle.agent.jdbc.sql.SqlSyntax;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackProofTest {
  private final ProvenTables proven = new ProvenTables();
  private final RollbackProof proof = new RollbackProof(proven);

  @BeforeEach
  void namesAreKnown() {
    proof.namesAreOf("server:3306", "shop");
  }

  @Test
  void aTableIsTrustedOnceItHasRolledBackWithoutAWarning() {
    proof.changed("orders");
    assertThat(proof.isProven("orders")).isFalse();
    proof.rolledBack(false);

    assertThat(proof.isProven("orders")).isTrue();
  }

  @Test
  void aRollbackWithAWarningProvesNothing() {
    proof.changed("orders");
    proof.changed("log");
    proof.rolledBack(true);

    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void aCommitProvesNothing() {
    proof.changed("orders");
    proof.ended();
    proof.rolledBack(false);

    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void whatOneConnectionHasSeenOthersOfItsDatabaseTrust() {
    prove("orders");

    assertThat(another("server:3306", "shop").isProven("orders")).isTrue();
    assertThat(another("server:3306", "archive").isProven("orders")).isFalse();
    assertThat(another("server:3307", "shop").isProven("orders")).isFalse();
    assertThat(another(null, "shop").isProven("orders")).isFalse();
    assertThat(another("server:3306", null).isProven("orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE orders ENGINE = Aria",
        "DROP TABLE orders",
        "DROP TABLE other, shop.ORDERS",
        "CREATE TABLE orders (i INT)",
        "CREATE OR REPLACE VIEW orders AS SELECT 1",
        "CREATE TABLE another (i INT) ENGINE = MyISAM",
        "RENAME TABLE orders TO old, log TO orders",
        "DROP DATABASE shop",
        "EXECUTE prepared"
      })
  void aTableThatMayBeAnotherNowIsTrustedByNoConnection(String text) {
    prove("orders");
    RollbackProof another = another("server:3306", "shop");
    another.ran(parsed(text));

    assertThat(proof.isProven("orders")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE other (i INT)",
        "DROP TABLE other",
        "TRUNCATE TABLE orders",
        "CREATE INDEX i ON other (a)",
        "INSERT INTO orders VALUES (1)"
      })
  void aTableThatIsTheSameIsStillTrusted(String text) {
    prove("orders");
    proof.ran(parsed(text));

    assertThat(proof.isProven("orders")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"USE archive", "CREATE TEMPORARY TABLE orders (i INT)"})
  void aNameThatMeansAnotherTableIsTrustedNoLongerThere(String text) {
    prove("orders");
    RollbackProof another = another("server:3306", "shop");
    another.ran(parsed(text));
    another.namesAreOf("server:3306", "shop");
    another.changed("orders");
    another.rolledBack(false);

    assertThat(another.isProven("orders")).isFalse();
    assertThat(proof.isProven("orders")).isTrue();
  }

  @Test
  void aProofThatBeganBeforeAChangeCountsNoMore() {
    proof.changed("orders");
    another("server:3306", "shop").ran(parsed("ALTER TABLE orders ENGINE = Aria"));
    proof.rolledBack(false);

    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void aWarningAgainstAllProofsEndsThem() {
    prove("orders");
    proof.ran(parsed("DELETE FROM orders"));

    assertThat(proof.isContradicted()).isTrue();
    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void aWarningThatMayBeOfAnotherTableProvesNothingWrong() {
    prove("orders");
    proof.ran(parsed("DELETE FROM log"));

    assertThat(proof.isContradicted()).isFalse();
    assertThat(proof.isProven("orders")).isTrue();
  }

  @Test
  void noMoreTablesAreTrustedThanTheBound() {
    for (int i = 0; i <= ProvenTables.MOST_TABLES; i++) {
      prove("t" + i);
    }
    assertThat(proof.isProven("t0")).isTrue();
    assertThat(proof.isProven("t" + ProvenTables.MOST_TABLES)).isFalse();
  }

  private static SqlStatement parsed(String text) {
    return SqlParser.parse(text, new SqlSyntax(Dialect.MARIADB, true)).first();
  }

  private void prove(String table) {
    proof.changed(table);
    proof.rolledBack(false);
  }

  private RollbackProof another(String server, String schema) {
    RollbackProof another = new RollbackProof(proven);
    another.namesAreOf(server, schema);
    return another;
  }
}
