package io.heddle.agent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.operation.Subject;
import io.heddle.sampler.policy.AuditRule;
import io.heddle.sampler.policy.AuditRules;
import io.heddle.sampler.policy.Guarantee;
import io.heddle.sampler.policy.NamePattern;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that name tables, and statements whose tables cannot all be read. */
class UnreadTablesTest {
  private static final AuditRule PROTECTED =
      new AuditRule(true, Set.of(), List.of(new NamePattern("accounts")))
          .promising(Guarantee.FAIL_CLOSED);
  private static final AuditRules RULES = new AuditRules(false, List.of(PROTECTED));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE accounts SET a = 1",
        "DO $$ BEGIN DELETE FROM accounts; END $$",
        "EXECUTE p",
        "FROBNICATE accounts",
        "TRUNCATE parents CASCADE",
        "DROP SCHEMA public CASCADE",
        "UPDATE",
        "DELETE FROM (SELECT 1",
        "SELECT 'not closed",
        "INSERT INTO log VALUES (1, /* not closed",
        "WITH u AS (UPDATE accounts SET a = 1) INSERT INTO log VALUES (1)",
        "INSERT INTO log SELECT * FROM FINAL TABLE (DELETE FROM accounts)",
        "COPY log FROM STDIN;\n1\t2\n",
      })
  void aRuleForATableHoldsForWhatMayWriteIt(String sql) {
    SqlText read = SqlParser.parse(sql, Dialect.POSTGRESQL);

    assertThat(strictest(read, RULES)).isEqualTo(Guarantee.FAIL_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE orders SET a = 1",
        "INSERT INTO log SELECT * FROM accounts",
        "SELECT * FROM accounts",
        "CALL f()",
        "COMMIT",
        "SET search_path = x",
      })
  void aRuleForATableHoldsForNothingThatIsKnownToWriteOthers(String sql) {
    SqlText read = SqlParser.parse(sql, Dialect.POSTGRESQL);

    assertThat(strictest(read, RULES)).isNull();
  }

  @Test
  void whatIsUnreadSaysSo() {
    Subject unread = SqlParser.parse("DO $$x$$", Dialect.POSTGRESQL).statements().get(0).subject();

    assertThat(unread.target()).isEqualTo("~unread");
    assertThat(unread.isCertain()).isFalse();
    assertThat(unread.isRecorded(RULES)).isTrue();
  }

  @Test
  void aRuleThatLeavesATableOutLeavesNothingUnreadOut() {
    AuditRule skip = new AuditRule(false, Set.of(), List.of(new NamePattern("log_*")));
    Subject unread = SqlParser.parse("DO $$x$$", Dialect.POSTGRESQL).statements().get(0).subject();

    assertThat(unread.isRecorded(new AuditRules(false, List.of(skip)))).isTrue();
    assertThat(unread.isRecorded(new AuditRules(false, List.of(skip, PROTECTED)))).isTrue();
  }

  @Test
  void aRuleThatLeavesEveryTableOutLeavesTheUnreadOut() {
    AuditRule all = new AuditRule(false, Set.of(), List.of(new NamePattern("*")));
    Subject unread = SqlParser.parse("DO $$x$$", Dialect.POSTGRESQL).statements().get(0).subject();

    assertThat(unread.isRecorded(new AuditRules(false, List.of(all)))).isFalse();
    assertThat(unread.guarantee(new AuditRules(false, List.of(PROTECTED, all))))
        .isEqualTo(Guarantee.FAIL_CLOSED);
  }

  @Test
  void aRuleForDeletesHoldsForAWriteOfUnknownKind() {
    AuditRule deletes =
        new AuditRule(true, Set.of("delete"), List.of(new NamePattern("accounts")))
            .promising(Guarantee.SYNC);
    AuditRules rules = new AuditRules(false, List.of(deletes));

    assertThat(strictest(SqlParser.parse("EXECUTE p", Dialect.POSTGRESQL), rules))
        .isEqualTo(Guarantee.SYNC);
    assertThat(strictest(SqlParser.parse("UPDATE", Dialect.POSTGRESQL), rules)).isNull();
  }

  private static Guarantee strictest(SqlText read, AuditRules rules) {
    Guarantee strictest = null;
    for (SqlStatement statement : read.statements()) {
      if (!statement.isWrite()) {
        continue;
      }
      if (statement.subject().changesSomething()) {
        strictest = Guarantee.stronger(strictest, statement.subject().guarantee(rules));
      }
      for (Subject further : statement.further()) {
        strictest = Guarantee.stronger(strictest, further.guarantee(rules));
      }
    }
    return strictest;
  }
}
