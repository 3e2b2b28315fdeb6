package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code heddle audit query}. */
@Command(
    name = "query",
    description = "List operations, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  heddle audit query --tenant acme --last 1h",
      "  heddle audit query --type create,delete --outcome rolled-back --since yesterday",
      "  heddle audit query --trace 6a1f03c2 --format json"
    })
final class QueryCommand implements Callable<Integer> {
  @ParentCommand private AuditCommand audit;
  @Spec private CommandSpec spec;
  @Mixin private Filter filter;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Most operations to list; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Option(names = "--reverse", description = "Oldest first.")
  private boolean reverse;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    return AuditCommand.reporting(
        spec,
        () -> {
          AuditQuery query =
              filter.query(Instant.now(), !reverse, AuditCommand.atLeastZero("--limit", limit));
          audit.archiveFirst();
          Printer printer = audit.printer(spec, format);
          printer.begin();
          try (ArchiveReader reader = new ArchiveReader(audit.home())) {
            long count =
                reader.answer(
                    query,
                    operation -> {
                      printer.print(operation);
                      return true;
                    });
            printer.end(count);
          }
          return 0;
        });
  }
}
