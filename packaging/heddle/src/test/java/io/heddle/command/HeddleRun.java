package io.heddle.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The whole command run in this process, and what it said. */
public record HeddleRun(int exitCode, String out, String err) {
  /** Runs a command line without colours. */
  public static HeddleRun of(String... arguments) {
    return run(Heddle.commandLine(), arguments);
  }

  /** The same with no more of the command than these arguments need, as from a terminal. */
  public static HeddleRun narrowed(String... arguments) {
    return run(Heddle.commandLine(arguments), arguments);
  }

  private static HeddleRun run(CommandLine command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        command
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(Help.defaultColorScheme(Ansi.OFF))
            .execute(arguments);
    return new HeddleRun(exitCode, out.toString(), err.toString());
  }
}
