package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every command has that answers something: the audit command above, and two streams. */
abstract class CommandOutput {
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
