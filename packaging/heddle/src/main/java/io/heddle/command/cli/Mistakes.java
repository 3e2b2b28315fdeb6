package io.heddle.command.cli;

import io.heddle.settings.Suggestion;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells the user what went wrong: one to three lines, with a suggestion where a name was misspelt
 * and a stack trace only with {@code --debug}.
 */
public final class Mistakes implements IParameterExceptionHandler, IExecutionExceptionHandler {
  /** The command failed. */
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** The command line makes no sense. */
  public static final int MISUSED = CommandLine.ExitCode.USAGE;

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    CommandSpec spec = command.getCommandSpec();
    err.println(error(command, message(mistake)));
    err.println("Try '" + spec.qualifiedName() + " --help'.");
    err.flush();
    return MISUSED;
  }

  private static String message(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String unknown = unmatched.getUnmatched().get(0);
      CommandSpec spec = mistake.getCommandLine().getCommandSpec();
      boolean isOption = unknown.startsWith("-");
      String name = isOption ? unknown.replaceAll("=.*", "") : unknown;
      String nearest = Suggestion.nearest(name, isOption ? options(spec) : commands(spec));
      return "unknown "
          + (isOption ? "option" : spec.subcommands().isEmpty() ? "argument" : "command")
          + " '"
          + name
          + "'"
          + (nearest == null ? "" : "; did you mean '" + nearest + "'?");
    }
    return mistake
        .getMessage()
        .replaceAll(" is not an? (long|int)$", " is no number that it takes");
  }

  private static List<String> options(CommandSpec spec) {
    return spec.options().stream().flatMap(option -> Stream.of(option.names())).toList();
  }

  private static Iterable<String> commands(CommandSpec spec) {
    return spec.subcommands().keySet();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean known = failure instanceof CommandFailure;
    err.println(error(command, known ? failure.getMessage() : describe(failure)));
    if (failure instanceof CommandFailure advised && !advised.advice().isEmpty()) {
      err.println(advised.advice());
    }
    if (isDebugging(parsed)) {
      failure.printStackTrace(err);
    } else if (!known) {
      err.println("Run it again with --debug to see where.");
    }
    err.flush();
    return FAILED;
  }

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private static boolean isDebugging(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      if (at.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  private static String error(CommandLine command, String message) {
    return command.getColorScheme().errorText("heddle: " + message).toString();
  }
}
