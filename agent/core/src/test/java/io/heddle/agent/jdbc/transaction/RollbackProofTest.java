package io.heddle.agent.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RollbackProofTest {
  private final RollbackProof proof = new RollbackProof();

  @Test
  void aTableIsTrustedOnceItHasRolledBackWithoutAWarning() {
    proof.tried("orders");
    assertThat(proof.isProven("orders")).isFalse();
    proof.rolledBack(false);

    assertThat(proof.isProven("orders")).isTrue();
  }

  @Test
  void aRollbackWithAWarningProvesNothing() {
    proof.tried("orders");
    proof.tried("log");
    proof.rolledBack(true);

    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void aCommitProvesNothing() {
    proof.tried("orders");
    proof.ended();
    proof.rolledBack(false);

    assertThat(proof.isProven("orders")).isFalse();
  }

  @Test
  void tablesThatMayHaveChangedAreTrustedNoLonger() {
    proof.tried("orders");
    proof.rolledBack(false);
    proof.forget();

    assertThat(proof.isProven("orders")).isFalse();
  }
}
