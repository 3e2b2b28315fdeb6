package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private Output output;
  @Mixin private Filter filter;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Most operations to list; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Option(names = "--reverse", description = "Oldest first.")
  private boolean reverse;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          AuditQuery query =
              filter.query(Instant.now(), !reverse, AuditCommand.atLeastZero("--limit", limit));
          output.audit().archiveFirst();
          Printer printer = output.printer();
          printer.begin();
          try (ArchiveReader reader = new ArchiveReader(output.audit().home())) {
            LastSeen last = new LastSeen();
            long count =
                reader.answer(
                    query,
                    operation -> {
                      printer.print(operation);
                      last.saw(operation);
                      return true;
                    });
            printer.end(count);
            PrunedNotice.tell(output, reader, last.answered(query, count));
          }
          return 0;
        });
  }
}
