package io.heddle.audit.archive.cli;

import picocli.CommandLine.Option;

/** The option that says who asks for something that is recorded. */
final class Asker {
  @Option(names = "--by", paramLabel = "NAME", description = "Who asks. Default: your user.")
  private String by;

  String name() {
    return by == null ? AuditCommand.user() : by;
  }
}
