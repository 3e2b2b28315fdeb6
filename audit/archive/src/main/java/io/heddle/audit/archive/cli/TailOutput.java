package io.heddle.audit.archive.cli;

import picocli.CommandLine.Option;

/** The output of {@code tail}, where {@code -f} follows, as it does in tail(1). */
final class TailOutput extends AnswerOutput {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  Format format() {
    return format;
  }
}
