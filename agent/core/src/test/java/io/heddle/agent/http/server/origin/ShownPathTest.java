package io.heddle.agent.http.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.sampler.policy.NamePattern;
import io.heddle.sampler.policy.PathPattern;
import io.heddle.sampler.policy.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownPathTest {
  @ParameterizedTest
  @CsvSource({
    "/orders, 2, /orders",
    "/orders/, 2, /orders/",
    "/admin/users/delete, 2, /admin/users/*",
    "/admin/users/delete, 3, /admin/users/delete",
    "/admin, 0, ''",
    "/, 2, ''",
    "*, 2, ''",
    "/orders/4711, 2, /orders/*",
    "/api/v1/orders, 3, /api/v1/orders",
    "/reset/9f8a7b6c5d4e, 2, /reset/*",
    "/share/thisisalongsecretwithoutdigits, 2, /share/*",
    "/shop/caf%C3%A9, 2, /shop/*",
    "/login;jsessionid=abcdef, 2, /login",
    "//twice, 2, //twice",
  })
  void showsTheFirstSegmentsThatAreWords(String path, int segments, String shown) {
    assertThat(ShownPath.of(path, segments, Redaction.NONE)).isEqualTo(shown);
  }

  @Test
  void leavesOutWhatThePolicyTakesOut() {
    Redaction ofPaths = new Redaction(false, List.of(), List.of(new PathPattern("/patients/*")));
    assertThat(ShownPath.of("/patients/miller", 2, ofPaths)).isEqualTo("/patients/~redacted");
    Redaction ofNames = new Redaction(false, List.of(new NamePattern("patient*")), List.of());
    assertThat(ShownPath.of("/patients/miller", 2, ofNames)).isEqualTo("/~redacted");
  }

  @Test
  void aRequestWithoutAPathHasNone() {
    assertThat(ShownPath.of(null, 2, Redaction.NONE)).isEmpty();
  }
}
