package io.heddle.command.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This program itself. */
public final class Program {
  private Program() {}

  /** How its user calls it, as the launcher says, to be shown in commands to try. */
  public static String name() {
    return System.getProperty("program.name", "java -jar heddle.jar");
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
