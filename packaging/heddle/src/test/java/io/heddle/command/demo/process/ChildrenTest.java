package io.heddle.command.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.command.cli.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {
  private static final Pattern READY = Pattern.compile("^ready ([0-9]+)$");

  @TempDir Path logs;

  @Test
  void waitsForTheLineThatSaysReady() {
    try (Children children = new Children(logs)) {
      Children.Started started = children.start("child", child("ready 42", "wait"), READY);

      assertThat(started.match().group(1)).isEqualTo("42");
      children.requireAlive();
      assertThat(children.stop(started.process())).isTrue();
      assertThat(started.process().isAlive()).isFalse();
    }
    assertThat(logs.resolve("child.log")).content().contains("ready 42");
  }

  @Test
  void quotesAChildThatEndsInsteadOfStarting() {
    try (Children children = new Children(logs)) {
      assertThatThrownBy(() -> children.start("child", child("port is taken", "end"), READY))
          .isInstanceOf(CommandFailure.class)
          .hasMessage("child did not start: it ended\nport is taken");
    }
  }

  @Test
  void noticesThatAChildHasEnded() {
    try (Children children = new Children(logs)) {
      Children.Started started = children.start("child", child("ready 1", "end"), READY);
      while (started.process().isAlive()) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(children::requireAlive)
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith("child ended with exit code 3");
    }
  }

  @Test
  void leavesNoneBehind() {
    Children.Started started;
    try (Children children = new Children(logs)) {
      started = children.start("child", child("ready 1", "wait"), READY);
    }

    assertThat(started.process().isAlive()).isFalse();
  }

  private static List<String> child(String line, String then) {
    return List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), line, then);
  }

  /** Prints its first argument; then ends with 3, or waits for ever. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(arguments[0]);
      if (arguments[1].equals("end")) {
        System.exit(3);
      }
      Thread.currentThread().join();
    }
  }
}
