package io.heddle.command.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedJarTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path cache;

  @Test
  void writesTheJarUnderItsOwnName() throws Exception {
    Path jar = EmbeddedJar.AGENT.extract(CONTENT, cache);

    assertThat(jar).hasFileName("heddle-agent.jar").hasBinaryContent(CONTENT).isAbsolute();
  }

  @Test
  void leavesAloneWhatIsThere() throws Exception {
    Path jar = EmbeddedJar.AGENT.extract(CONTENT, cache);
    var written = Files.getLastModifiedTime(jar);

    assertThat(EmbeddedJar.AGENT.extract(CONTENT, cache)).isEqualTo(jar);
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(written);
  }

  @Test
  void completesWhatWasCutShort() throws Exception {
    Path jar = EmbeddedJar.AGENT.extract(CONTENT, cache);
    Files.write(jar, Arrays.copyOf(CONTENT, 2));

    EmbeddedJar.AGENT.extract(CONTENT, cache);

    assertThat(jar).hasBinaryContent(CONTENT);
  }

  @Test
  void keepsAnotherVersionAsItIs() throws Exception {
    Path jar = EmbeddedJar.AGENT.extract(CONTENT, cache);
    Path other = EmbeddedJar.AGENT.extract(new byte[] {4}, cache);

    assertThat(other).isNotEqualTo(jar);
    assertThat(jar).hasBinaryContent(CONTENT);
  }
}
