package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has that shows operations: the audit command above it, and a format. */
final class Output {
  private static final int LEAST_WIDTH = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  /** The command above, which knows the home. */
  AuditCommand audit() {
    return (AuditCommand) command.parent().userObject();
  }

  /** Whether a person reads it. */
  boolean isTable() {
    return format == Format.table;
  }

  /** Prints operations to the standard output. */
  Printer printer() {
    int width = Math.max(LEAST_WIDTH, command.usageMessage().width());
    return format.printer(out(), width, Ansi.AUTO.enabled());
  }

  /** Prints rows of any columns to the standard output. */
  RowPrinter rows() {
    return format.rows(out());
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Says something beside the answer, on the standard error. */
  void tell(String sentence) {
    AuditCommand.tell(command, sentence);
  }

  /** Runs {@code work}, and turns a failure into a sentence on stderr and an exit code. */
  int answer(AuditCommand.Work work) {
    return AuditCommand.reporting(command, work);
  }

  CommandLine commandLine() {
    return command.commandLine();
  }
}
