package io.heddle.command.cli;

import java.io.Console;

/** Whether somebody is looking, and with how many columns of colour. */
public final class Terminal {
  private static final int COLUMNS = 80;

  private Terminal() {}

  /** Whether both standard input and output are a terminal. */
  public static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From JDK 22 on there is a console without a terminal, and a method that tells.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether colours are welcome on it: see no-color.org. */
  public static boolean isColourful() {
    String noColour = System.getenv("NO_COLOR");
    return isInteractive()
        && (noColour == null || noColour.isEmpty())
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** The width that {@code COLUMNS} names, else 80. */
  public static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : COLUMNS;
  }
}
