package io.heddle.command.attach;

import java.util.Properties;

/**
 * What an agent says of its spool in a system property of its JVM: {@code open FOLDER}, {@code
 * failed REASON} or {@code off}.
 *
 * @param word one of these; empty if it has not said yet
 * @param detail what stands behind it; may be empty
 */
public record SpoolState(String word, String detail) {
  private static final String PROPERTY = "io.heddle.agent.spool";

  /** What the agent in a JVM with these properties says. */
  static SpoolState of(Properties properties) {
    String value = properties.getProperty(PROPERTY, "");
    int space = value.indexOf(' ');
    return space < 0
        ? new SpoolState(value, "")
        : new SpoolState(value.substring(0, space), value.substring(space + 1));
  }

  /** Whether it records; the detail is the folder. */
  public boolean isOpen() {
    return word.equals("open");
  }

  /** Whether it cannot record now; the detail is why. */
  public boolean isFailed() {
    return word.equals("failed");
  }

  /** Whether the settings say that nothing is audited. */
  public boolean isOff() {
    return word.equals("off");
  }
}
