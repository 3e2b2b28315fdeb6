package io.heddle.command.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** This program itself. */
public final class Program {
  private Program() {}

  /** How its user calls it, as the launcher says, to be shown in commands to try in a shell. */
  public static String name() {
    String launcher = System.getProperty("program.name");
    return launcher == null ? "java -jar heddle.jar" : quoted(launcher);
  }

  /** Words as a shell reads them back. */
  public static String quoted(String... words) {
    return Arrays.stream(words)
        .map(
            word ->
                word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /**
   * The jar it runs from.
   *
   * @throws CommandFailure if it runs from anything else
   */
  public static Path jar() {
    try {
      Path jar = Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar)) {
        return jar;
      }
      throw new CommandFailure("the command runs from " + jar + ", expected its jar");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
