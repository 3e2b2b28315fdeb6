package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands about the ledger have: the audit command above, and two streams. */
@Command
final class LedgerOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The command above, which knows the home. */
  AuditCommand audit() {
    CommandSpec above = command;
    while (!(above.userObject() instanceof AuditCommand)) {
      above = above.parent();
    }
    return (AuditCommand) above.userObject();
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Where a progress bar may be shown; null if nobody looks. */
  PrintWriter terminal() {
    return Progress.terminal(command.commandLine().getErr());
  }

  /** Says something beside the answer, on the standard error. */
  void tell(String sentence) {
    AuditCommand.tell(command, sentence);
  }

  /** Runs {@code work}, and turns a failure into a sentence on stderr and an exit code. */
  int answer(AuditCommand.Work work) {
    return AuditCommand.reporting(command, work);
  }
}
