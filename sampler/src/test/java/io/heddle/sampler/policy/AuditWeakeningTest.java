package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditWeakeningTest {
  private static final AuditRule SKIP = rule(false, "session");
  private static final AuditRule RECORD = rule(true, "patient");
  private static final AuditRules NORMAL = new AuditRules(false, List.of());

  @Test
  void toPromiseLessIsLess() {
    AuditRules sync = new AuditRules(true, false, List.of(), Guarantee.SYNC);
    AuditRules closed = new AuditRules(true, false, List.of(), Guarantee.FAIL_CLOSED);
    assertThat(between(closed, sync)).containsExactly("audit.guarantee");
    assertThat(between(sync, NORMAL)).containsExactly("audit.guarantee");
    assertThat(between(NORMAL, closed)).isEmpty();
  }

  @Test
  void aChangeOfSomethingElseWeakensNothing() {
    assertThat(between(NORMAL, NORMAL)).isEmpty();
    assertThat(between(NORMAL, new AuditRules(true, List.of(RECORD)))).isEmpty();
    assertThat(between(rules(SKIP), NORMAL)).as("a rule that skipped is gone").isEmpty();
  }

  @Test
  void namesThePauseAndReadsThatAreLeftOut() {
    AuditRules all = new AuditRules(true, List.of());
    assertThat(between(all, new AuditRules(false, false, List.of())))
        .containsExactly("audit.enabled", "audit.reads");
    assertThat(between(new AuditRules(false, false, List.of()), all)).isEmpty();
  }

  @Test
  void namesDetailThatIsKeptNoMore() {
    AuditRules detailed = new AuditRules(true, false, List.of(), null, true, false);
    assertThat(between(detailed, NORMAL)).containsExactly("audit.detail");
    assertThat(between(NORMAL, detailed)).isEmpty();
    assertThat(between(NORMAL, new AuditRules(true, false, List.of(), null, false, true)))
        .containsExactly("audit.actors");
  }

  @Test
  void namesFunctionsThatAreKnownToWriteNoMore() {
    AuditRules knowing =
        new AuditRules(
            true, false, List.of(), null, false, false, List.of(new NamePattern("book")));
    assertThat(between(knowing, NORMAL)).containsExactly("audit.functions");
    assertThat(between(NORMAL, knowing)).isEmpty();
  }

  @Test
  void namesRulesThatMaySkipMore() {
    assertThat(between(NORMAL, rules(SKIP))).containsExactly("audit.rules");
    assertThat(between(rules(RECORD), NORMAL)).containsExactly("audit.rules");
    assertThat(between(rules(RECORD, SKIP), rules(SKIP, RECORD))).containsExactly("audit.rules");
    assertThat(between(rules(RECORD, SKIP), rules(RECORD, SKIP))).isEmpty();
  }

  @Test
  void namesWhatIsLeftOutOfRecords() {
    Redaction wide = new Redaction(true, List.of(new NamePattern("salary*")), List.of());
    assertThat(AuditWeakening.between(of(NORMAL, Redaction.NONE), of(NORMAL, wide)))
        .containsExactly("redaction.actors", "redaction.targets");
    assertThat(AuditWeakening.between(of(NORMAL, wide), of(NORMAL, Redaction.NONE))).isEmpty();
  }

  private static List<String> between(AuditRules before, AuditRules now) {
    return AuditWeakening.between(of(before, Redaction.NONE), of(now, Redaction.NONE));
  }

  private static AuditRules rules(AuditRule... rules) {
    return new AuditRules(false, List.of(rules));
  }

  private static AuditRule rule(boolean records, String target) {
    return new AuditRule(records, Set.of(), List.of(new NamePattern(target)));
  }

  private static Policy of(AuditRules audit, Redaction redaction) {
    return new Policy(
        1,
        Policy.DEFAULT.tiers(),
        Policy.DEFAULT.labels(),
        Policy.DEFAULT.traces(),
        Policy.DEFAULT.tenants(),
        audit,
        redaction,
        Policy.DEFAULT.headers());
  }
}
