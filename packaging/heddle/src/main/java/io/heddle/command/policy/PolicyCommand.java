package io.heddle.command.policy;

import io.heddle.command.cli.Mistakes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands about policies; does nothing by itself. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CheckCommand.class, ExplainCommand.class},
    description = "Check a policy file, and ask what it means for a tenant.",
    commandListHeading = "%nCommands:%n")
public final class PolicyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Mistakes.MISUSED;
  }
}
