package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditRulesTest {
  private static final AuditRule SKIP_SESSIONS =
      new AuditRule(false, Set.of("update"), List.of(new NamePattern("session*")));
  private static final AuditRule RECORD_PATIENTS =
      new AuditRule(true, Set.of(), List.of(new NamePattern("patients"), new NamePattern("/p/*")));

  @Test
  void theRuleThatAppliesSaysWhetherABodyIsDigested() {
    AuditRule payments =
        new AuditRule(true, Set.of("create"), List.of(new NamePattern("/pay*"))).digesting();
    AuditRules rules = new AuditRules(false, List.of(SKIP_SESSIONS, payments));
    assertThat(rules.mayDigest("delete", false)).isFalse();
    assertThat(rules.mayDigest("delete", true)).isFalse();
    assertThat(rules.digests("create", "/payments")).isTrue();
    assertThat(rules.digests("create", "/orders")).isFalse();
    assertThat(rules.digests("update", "/payments")).isFalse();
    assertThat(rules.mayDigest("create", false)).isTrue();
    assertThat(rules.mayDigest("create", true)).as("it encrypts nothing").isFalse();
    AuditRule cards = new AuditRule(true, Set.of(), List.of()).detailed().digesting();
    AuditRules both = new AuditRules(false, List.of(payments, cards));
    assertThat(both.mayDigest("create", true) && both.mayDigest("create", false)).isTrue();
    assertThat(both.mayDigest("delete", false)).isFalse();
    AuditRules paused = new AuditRules(false, false, List.of(payments), null);
    assertThat(paused.mayDigest("create", false)).as("while recording is paused").isFalse();
    assertThat(AuditRules.DEFAULT.mayDigest("create", false)).isFalse();
  }

  @Test
  void theRuleThatAppliesSaysWhatIdentifiesTheRowsThatAreFingerprinted() {
    AuditRule orders =
        new AuditRule(true, Set.of("create"), List.of(new NamePattern("orders")))
            .fingerprinting("id");
    AuditRules rules = new AuditRules(false, List.of(SKIP_SESSIONS, orders));
    assertThat(rules.mayFingerprint()).isTrue();
    assertThat(rules.fingerprintKey("create", "orders")).containsExactly("id");
    assertThat(rules.fingerprintKey("delete", "orders")).isEmpty();
    assertThat(rules.fingerprintKey("create", "items")).isEmpty();
    AuditRules paused = new AuditRules(false, false, List.of(orders), null);
    assertThat(paused.mayFingerprint()).as("while recording is paused").isFalse();
    assertThat(paused.fingerprintKey("create", "orders")).isEmpty();
    assertThat(AuditRules.DEFAULT.mayFingerprint()).isFalse();
  }

  @Test
  void recordsWhatChangesSomethingIfNoRuleApplies() {
    AuditRules rules = new AuditRules(false, List.of(SKIP_SESSIONS));
    assertThat(rules.record("delete", "sessions", true)).isTrue();
    assertThat(rules.record("update", "sessions", true)).isFalse();
    assertThat(rules.record("read", "orders", false)).isFalse();
    assertThat(new AuditRules(true, List.of()).record("read", "orders", false)).isTrue();
  }

  @Test
  void recordsNothingWhilePausedWhateverARuleSays() {
    AuditRules paused = new AuditRules(false, true, List.of(RECORD_PATIENTS));
    assertThat(paused.record("delete", "patients", true)).isFalse();
    assertThat(paused.record("read", "orders", false)).isFalse();
  }

  @Test
  void theFirstRuleThatAppliesDecides() {
    AuditRule all = new AuditRule(false, Set.of(), List.of());
    AuditRules rules = new AuditRules(true, List.of(RECORD_PATIENTS, all));
    assertThat(rules.record("read", "PATIENTS", false)).isTrue();
    assertThat(rules.record("read", "/p/{id}", false)).isTrue();
    assertThat(rules.record("delete", "orders", true)).isFalse();
    assertThat(rules.record("other", "", true)).isFalse();
  }

  @Test
  void promisesWhatTheFirstRuleThatAppliesPromises() {
    AuditRule payments =
        new AuditRule(true, Set.of(), List.of(new NamePattern("payment*")))
            .promising(Guarantee.FAIL_CLOSED);
    AuditRules rules =
        new AuditRules(
            true, false, List.of(SKIP_SESSIONS, RECORD_PATIENTS, payments), Guarantee.SYNC);
    assertThat(rules.guarantee("update", "payments")).isEqualTo(Guarantee.FAIL_CLOSED);
    assertThat(rules.guarantee("update", "patients")).isNull();
    assertThat(rules.guarantee("update", "orders")).isEqualTo(Guarantee.SYNC);
    assertThat(rules.guarantee("update", "sessions"))
        .as("what is not recorded is promised nothing")
        .isNull();
    assertThat(AuditRules.DEFAULT.guarantee("update", "orders")).isNull();
  }
}
