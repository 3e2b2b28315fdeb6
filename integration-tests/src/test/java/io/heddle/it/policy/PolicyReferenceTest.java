package io.heddle.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Repository;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.file.PolicyKey;
import io.heddle.sampler.policy.file.PolicyReader;
import io.heddle.sampler.policy.file.Reading;
import io.heddle.settings.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyReferenceTest {
  private static final Path PAGE = Repository.file("docs/POLICY.md");

  @Test
  void thePageShowsTheTableAsItIs() throws IOException {
    if (Boolean.getBoolean("heddle.generate")) {
      Files.writeString(PAGE, PolicyReference.page());
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "docs/POLICY.md differs from the table of keys; write it anew with"
                + " mvn -pl integration-tests -am test -Dheddle.generate=true"
                + " -Dtest=PolicyReferenceTest -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(PolicyReference.page());
  }

  @Test
  void theExampleIsAPolicy() {
    byte[] example = PolicyReference.EXAMPLE.getBytes(StandardCharsets.UTF_8);
    assertThat(new PolicyReader(Policy.DEFAULT, Suggestion::nearest).read(example))
        .isInstanceOf(Reading.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource
  void theExampleShowsEveryKey(PolicyKey key) {
    String name = key.path().substring(key.path().lastIndexOf('.') + 1);
    assertThat(PolicyReference.EXAMPLE).containsPattern("(?m)(^|[ {])" + name + ":");
  }
}
