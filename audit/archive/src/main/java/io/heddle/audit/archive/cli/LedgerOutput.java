package io.heddle.audit.archive.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** What the commands about the ledger have besides: a place for a progress bar. */
@Command
final class LedgerOutput extends CommandOutput {
  /** Where a progress bar may be shown; null if nobody looks. */
  PrintWriter terminal() {
    return Progress.terminal(commandLine().getErr());
  }
}
