package io.heddle.command.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.command.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
  @TempDir Path directory;

  @Test
  void isEmptiedByTheNextDemo() throws Exception {
    Path path = directory.resolve("demo");
    try (DemoHome first = DemoHome.take(path)) {
      Files.writeString(first.logs().resolve("orders.log"), "left");
    }

    try (DemoHome second = DemoHome.take(path)) {
      assertThat(second.logs()).isEmptyDirectory();
    }
  }

  @Test
  void isNotTakenFromARunningDemo() {
    try (DemoHome running = DemoHome.take(directory)) {
      assertThatThrownBy(() -> DemoHome.take(running.path()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("another demo is running");
    }
  }

  @Test
  void neverEmptiesWhatNoDemoMade() throws Exception {
    Path precious = Files.writeString(directory.resolve("precious"), "mine");

    assertThatThrownBy(() -> DemoHome.take(directory))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("was not made by a demo");
    assertThat(precious).hasContent("mine");
  }
}
