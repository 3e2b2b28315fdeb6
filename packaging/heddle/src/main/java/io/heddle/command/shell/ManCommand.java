package io.heddle.command.shell;

import io.heddle.command.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the manual page of a command, or writes all of them. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = "Print the manual page of a command, or write all of them.",
    footer = {
      "",
      "Examples:",
      "  heddle man audit query | man -l -",
      "  heddle man --output ~/.local/share/man/man1"
    })
public final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, such as: audit query. Without it: heddle itself.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write a page for every command into this directory.")
  private Path folder;

  @Override
  public Integer call() {
    CommandSpec command = spec.root();
    for (String name : names) {
      CommandLine next = command.subcommands().get(name);
      if (next == null) {
        throw new ParameterException(
            spec.commandLine(), "'" + command.qualifiedName() + "' has no command '" + name + "'");
      }
      command = next.getCommandSpec();
    }
    if (folder == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(new ManPage(command).roff());
      out.flush();
    } else {
      writeAll(command);
    }
    return 0;
  }

  private void writeAll(CommandSpec command) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(ManPage.name(command) + ".1");
      Files.writeString(file, new ManPage(command).roff(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new CommandFailure(folder + " cannot be written (" + failure + ")");
    }
    for (CommandLine next : command.subcommands().values()) {
      writeAll(next.getCommandSpec());
    }
  }
}
