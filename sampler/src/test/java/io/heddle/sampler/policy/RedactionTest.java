package io.heddle.sampler.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private final Redaction redaction =
      new Redaction(
          false,
          List.of(new NamePattern("patient_*")),
          List.of(
              new PathPattern("/patients/*"),
              new PathPattern("/files/**"),
              new PathPattern("/a/*/b/*")));

  @ParameterizedTest
  @CsvSource({
    "/patients/4711, /patients/~redacted",
    "/patients, /patients",
    "/patients/4711/notes, /patients/4711/notes",
    "/files/x/y/z, /files/~redacted",
    "/a/1/b/2, /a/~redacted/b/~redacted",
    "/a/1/c/2, /a/1/c/2",
    "/orders/1, /orders/1",
    "/, /"
  })
  void masksTheSegmentsOfAPath(String path, String shown) {
    assertThat(redaction.path(path)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "/%70atients/4711",
    "/patients;v=1/4711",
    "//patients/4711",
    "/x/../patients/4711",
    "/./patients/4711",
    "/patients\\4711"
  })
  void leavesOutAPathThatHidesFromPatterns(String path) {
    assertThat(redaction.path(path)).isEqualTo("/~redacted");
    assertThat(Redaction.NONE.path(path)).isEqualTo(path);
  }

  @Test
  void hidesTargetsByPattern() {
    assertThat(redaction.hides("PATIENT_RECORDS", "")).isTrue();
    assertThat(redaction.hides("orders", "SELECT * FROM orders")).isFalse();
    assertThat(redaction.hides("", "")).isFalse();
  }

  @Test
  void hidesAStatementThatNamesASecretTableAnywhere() {
    assertThat(redaction.hides("orders", "SELECT ? FROM orders JOIN \"patient_x\" p ON ? = ?"))
        .isTrue();
    assertThat(redaction.hides("orders", "SELECT o.patient_id FROM orders o")).isTrue();
    assertThat(redaction.hides("orders", "SELECT inpatient_id FROM orders")).isFalse();
  }
}
