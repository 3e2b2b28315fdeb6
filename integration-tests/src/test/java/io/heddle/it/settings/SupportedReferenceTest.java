package io.heddle.it.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SupportedReferenceTest {
  private static final Path PAGE = Repository.file("docs/SUPPORTED.md");

  @Test
  void thePageShowsTheTableAsItIs() throws IOException {
    if (Boolean.getBoolean("heddle.generate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, SupportedReference.page());
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as(
            "docs/SUPPORTED.md differs from the table of probes; write it anew with"
                + " mvn -pl integration-tests -am test -Dheddle.generate=true"
                + " -Dtest=SupportedReferenceTest -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(SupportedReference.page());
  }
}
