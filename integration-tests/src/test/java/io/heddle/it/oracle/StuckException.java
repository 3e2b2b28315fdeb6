package io.heddle.it.oracle;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A driver does not return: H2 may try for ever to lock a row, behind a deadlock. */
final class StuckException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String MAIN = "\"main\"";
  private static final String AGENT = "io.heddle.agent.";

  private final transient List<String> stack;

  /**
   * @param silence for how long the application has said nothing
   * @param threads its threads, as {@code jcmd Thread.print} shows them
   */
  StuckException(Duration silence, String threads, Throwable cause) {
    super("the application has not answered for " + silence.toSeconds() + " s", cause);
    this.stack =
        threads
            .lines()
            .dropWhile(line -> !line.startsWith(MAIN))
            .takeWhile(line -> !line.isBlank())
            .toList();
  }

  /** Whether the agent is what does not return, so that nobody else is to blame. */
  boolean isOfAgent() {
    return stack.isEmpty() || stack.stream().anyMatch(line -> line.contains(AGENT));
  }

  /** Where the thread that runs histories is. */
  String where() {
    return String.join("\n", stack);
  }
}
