package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchiveSql;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.query.Dimension;
import io.heddle.audit.archive.query.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
      "  heddle audit query --trace 6a1f03c2 --format json",
      "  heddle audit query --columns time,actor,outcome,id,statement --actor alice",
      "  heddle audit query --begun-by acme --last 1d",
      "  heddle audit query --last 1d --group-by tenant,op",
      "  heddle audit query --sql 'SELECT target, sum(rows) FROM operation GROUP BY 1'"
    })
final class QueryCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private Filter filter;
  @Mixin private ColumnChoice columns;
  @Mixin private Reveal reveal;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Most operations or rows; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Option(names = "--reverse", description = "Oldest first.")
  private boolean reverse;

  @Option(
      names = "--group-by",
      split = ",",
      paramLabel = "WHAT",
      description =
          "Count instead of listing, by tenant, op (or type), outcome, layer, target, actor,"
              + " begun-by, statement, error, status, service, node, hour, day; most first.")
  private List<String> groupBy;

  @Option(
      names = "--sql",
      paramLabel = "SELECT",
      description =
          "Ask in SQL; the view operation holds what the other options ask for, schema lists its"
              + " columns.")
  private String sql;

  @Option(
      names = "--time-limit",
      paramLabel = "SPAN",
      defaultValue = "60s",
      description = "End an SQL question after so long. Default: ${DEFAULT-VALUE}.")
  private String timeLimit;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          Limit shown = new Limit(AuditCommand.atLeastZero("--limit", limit));
          AuditQuery query = filter.query(Instant.now(), output.times(), !reverse, shown.asked());
          if (sql != null && groupBy != null) {
            throw new TypeConversionException("--sql and --group-by exclude each other");
          }
          if (reveal.isWanted() && (sql != null || groupBy != null || output.isTable())) {
            throw new TypeConversionException(
                "--reveal needs a format that shows detail: --format json, ndjson or csv");
          }
          List<Dimension> dimensions = groupBy == null ? List.of() : Grouping.of(groupBy);
          long mostMillis = timeLimitMillis();
          Printer printer = printer();
          output.audit().archiveFirst();
          try (ArchiveReader reader = new ArchiveReader(output.audit().home())) {
            AuditQuery answered = query;
            if (sql != null) {
              select(query, mostMillis, shown);
            } else if (!dimensions.isEmpty()) {
              count(reader, query, dimensions, shown);
            } else {
              answered = list(reader, query, printer, shown);
            }
            boolean isIncomplete =
                IncompleteNotice.tell(output::tell, output.times(), reader, answered);
            HoldNotice.tell(output::tell, output.times(), output.audit().home(), query);
            return output.audit().answered(isIncomplete);
          }
        });
  }

  private AuditQuery list(ArchiveReader reader, AuditQuery query, Printer printer, Limit shown)
      throws ArchiveException {
    reveal.begin(output.audit());
    printer.begin();
    LastSeen last = new LastSeen();
    Readers readers = new Readers(output.out());
    long[] printed = {0};
    long found =
        reader.answer(
            query,
            operation -> {
              if (!shown.admits(printed[0]) || !readers.wantMore()) {
                return false;
              }
              printer.print(reveal.shown(operation));
              last.saw(operation);
              printed[0]++;
              return true;
            });
    boolean isCut = found > printed[0];
    if (isCut) {
      printer.endCut(shown);
    } else {
      printer.end(printed[0]);
    }
    reveal.end();
    if (isCut && !output.isTable() && !readers.areGone()) {
      output.tell(shown.cut("operation"));
    }
    return last.answered(query, !shown.admits(printed[0]));
  }

  /** Prints operations; null if rows are asked for. */
  private Printer printer() {
    if (sql == null && groupBy == null) {
      return output.printer(columns);
    }
    output.refuse(columns, sql == null ? "--group-by" : "--sql");
    return null;
  }

  private void count(
      ArchiveReader reader, AuditQuery query, List<Dimension> dimensions, Limit shown)
      throws ArchiveException {
    List<Group> groups = reader.count(query, dimensions);
    RowPrinter rows = output.rows();
    rows.columns(Grouping.columns(dimensions).stream().map(this::head).toList());
    groups.stream()
        .limit(shown.most() == 0 ? Long.MAX_VALUE : shown.most())
        .forEach(
            group -> {
              List<Object> row = new ArrayList<>(group.values());
              row.add(group.count());
              rows.row(row);
            });
    rows.end();
    if (!shown.admits(groups.size() - 1)) {
      output.tell(shown.cut(groups.size(), "row"));
    }
  }

  /** Hours and days are those of UTC, which the head says where other times are not. */
  private String head(String column) {
    boolean isTime = column.equals("hour") || column.equals("day");
    return isTime && output.isTable() && !output.times().isUtc() ? column + " (UTC)" : column;
  }

  private void select(AuditQuery query, long mostMillis, Limit shown) throws ArchiveException {
    LimitedRows rows = new LimitedRows(output.rows(), limit, new Readers(output.out()));
    try {
      new ArchiveSql(output.audit().home(), mostMillis).ask(query, sql, rows);
    } catch (ArchiveSql.BadSqlException wrong) {
      throw new TypeConversionException("--sql: " + wrong.getMessage());
    }
    rows.end();
    if (rows.isCut()) {
      output.tell(shown.cut("row"));
    }
  }

  private long timeLimitMillis() {
    try {
      return AuditCommand.atLeastOne("--time-limit", TimeExpression.span(timeLimit).toMillis());
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--time-limit " + malformed.getMessage());
    }
  }
}
