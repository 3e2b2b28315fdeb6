package io.heddle.command.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

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
    int named = named();
    return named == 0 ? COLUMNS : named;
  }

  /**
   * How wide a table may be on the standard output: as wide as {@code COLUMNS} says, else as the
   * terminal is; 0, which is no limit, if a file or a pipe takes it.
   *
   * @param command what to go by where the terminal does not tell; asking takes some milliseconds
   */
  public static int width(CommandLine command) {
    int named = named();
    if (named > 0) {
      return named;
    }
    if (!isInteractive() && !isOutputTerminal()) {
      return 0;
    }
    int told = told();
    return told > 0 ? told : command.getUsageHelpWidth();
  }

  /** What the terminal says of itself, also if the input is none; 0 if it does not. */
  private static int told() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return size.matches("\\d+ \\d{1,4}\\s*") ? Integer.parseInt(size.strip().split(" ")[1]) : 0;
    } catch (IOException noTerminal) {
      return 0;
    }
  }

  private static int named() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 0;
  }

  /** Whether the output is a terminal even if the input is none, as far as Linux tells. */
  private static boolean isOutputTerminal() {
    try {
      String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }
}
