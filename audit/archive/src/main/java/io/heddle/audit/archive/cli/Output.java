package io.heddle.audit.archive.cli;

import picocli.CommandLine.Option;

/** The output of a command whose format is chosen by {@code -f} or {@code --format}. */
final class Output extends AnswerOutput {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  Format format() {
    return format;
  }
}
