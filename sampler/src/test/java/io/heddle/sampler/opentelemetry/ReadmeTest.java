package io.heddle.sampler.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void theExampleIsTheOneThatIsCompiledAndTested() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/heddle/sampler/opentelemetry/Example.java"));
    String example =
        source
            .substring(
                source.indexOf("// README: begin\n") + "// README: begin\n".length(),
                source.indexOf("    // README: end"))
            .replaceAll("(?m)^    ", "");

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```");
  }
}
