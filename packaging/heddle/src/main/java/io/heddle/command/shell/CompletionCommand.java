package io.heddle.command.shell;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that lets a shell complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print a script that completes commands and options.",
    footer = {
      "",
      "In this shell:      source <(heddle completion bash)",
      "In every new shell: heddle completion bash > ~/.local/share/bash-completion/completions/heddle",
      "zsh:                add  source <(heddle completion zsh)  to ~/.zshrc"
    })
public final class CompletionCommand implements Callable<Integer> {
  private enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    // One script for both: it brings bash's way of completing along where zsh runs it.
    out.print(AutoComplete.bash(spec.root().name(), root));
    out.flush();
    return 0;
  }
}
