package io.heddle.command.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final String LAUNCHER = "program.name";

  private final String before = System.getProperty(LAUNCHER);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(LAUNCHER);
    } else {
      System.setProperty(LAUNCHER, before);
    }
  }

  @Test
  void isCalledAsTheLauncherWasOrAsAJar() {
    System.clearProperty(LAUNCHER);
    assertThat(Program.name()).isEqualTo("java -jar heddle.jar");
    System.setProperty(LAUNCHER, "/opt/my tools/heddle");
    assertThat(Program.name()).isEqualTo("'/opt/my tools/heddle'");
  }

  @Test
  void printsWordsThatAShellReadsBack() {
    assertThat(Program.quoted("./heddle", "--home=/a b/c", "it's"))
        .isEqualTo("./heddle '--home=/a b/c' 'it'\\''s'");
  }
}
