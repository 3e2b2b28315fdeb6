package io.heddle.agent;

import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The agent's own log: lines on stderr, which belongs to the application, so nothing but the banner
 * unless something is wrong. No logging library: it would start inside the application's start-up.
 */
final class StartupLog implements Consumer<String> {
  private static final String LEVELS = "error warn info debug";

  private final int level;

  StartupLog(Settings settings) {
    String name = settings.text(Setting.LOG_LEVEL).toLowerCase(Locale.ROOT);
    int found = LEVELS.indexOf(name);
    level = found < 0 ? LEVELS.indexOf("info") : found;
  }

  void info(String line) {
    print("info", line);
  }

  void warn(String line) {
    print("warn", line);
  }

  void debug(String line) {
    print("debug", line);
  }

  /** A warning, from those who take a sentence when something goes wrong. */
  @Override
  public void accept(String line) {
    warn(line);
  }

  private void print(String as, String line) {
    if (LEVELS.indexOf(as) <= level) {
      System.err.println("heddle: " + line);
    }
  }
}
