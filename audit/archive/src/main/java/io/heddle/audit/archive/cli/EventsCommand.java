package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ledger.EventText;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedEvent;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.query.EventAnswer;
import io.heddle.audit.archive.query.EventQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit events}. */
@Command(
    name = "events",
    description = {
      "List what was recorded that is no operation, newest first: the audit of the audit.",
      "",
      "Of a JVM: BOOT, AUDIT_STARTED, AUDIT_PAUSED, AUDIT_RESUMED, AUDIT_OFF, CLOSE, POLICY_CHANGED,"
          + " POLICY_REFUSED, POLICY_MISSING, INSTRUMENTATION_OFF, DRIVER_NOT_WOVEN, SERVER_NOT_WOVEN,"
          + " RUN_GIVEN_UP, KEY_MADE, LOSS, OUTCOME.",
      "Of the archive: ENDED, DAMAGE, CONFLICT, SEALED, PRUNED, HOLD, RELEASED, KEY_CHANGED, ERASED,"
          + " KEYS_REMOVED, REVEALED, REWRAPPED, LEDGER_BEGUN, INTERVAL.",
      "OUTCOME and INTERVAL come with every transaction and second: only who names them sees them."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:answered, also if there was nothing to show",
      "1:the archive could not be read",
      "2:the command line was wrong",
      "7:answered, but records are missing that the answer may need (with --strict)"
    },
    footer = {
      "",
      "Examples:",
      "  heddle audit events --last 30d --kind audit-paused,audit-resumed,policy-changed",
      "  heddle audit events --kind loss,damage,conflict --format json"
    })
final class EventsCommand implements Callable<Integer> {
  @Mixin private Output output;
  @Mixin private Period period;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "Only these kinds; dashes and case do not matter.")
  private List<String> kinds;

  @Option(names = "--node", paramLabel = "NAME", description = "Only of this node.")
  private String node;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Most events; 0 for all. Default: ${DEFAULT-VALUE}.")
  private long limit;

  @Option(names = "--reverse", description = "Oldest first.")
  private boolean reverse;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          Limit shown = new Limit(AuditCommand.atLeastZero("--limit", limit));
          Period.Span span = period.span(Instant.now(), output.times());
          EventQuery query =
              new EventQuery(
                  span.fromMicros(),
                  span.toMicros(),
                  wanted(),
                  node == null ? "" : node,
                  !reverse,
                  shown.asked());
          output.audit().archiveFirst();
          try (ArchiveReader reader = new ArchiveReader(output.audit().home())) {
            EventAnswer answer = reader.events(query);
            print(answer.events(), shown);
            tellUnknown(query.kinds(), answer.kinds());
            AuditQuery all = AuditQuery.all(0).between(span.fromMicros(), span.toMicros());
            return output
                .audit()
                .answered(IncompleteNotice.tell(output::tell, output.times(), reader, all));
          }
        });
  }

  private Set<String> wanted() {
    Set<String> wanted = new TreeSet<>();
    for (String kind : kinds == null ? List.<String>of() : kinds) {
      if (kind.isBlank()) {
        throw new TypeConversionException("--kind is empty, expected for example loss,conflict");
      }
      wanted.add(kind.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
    return wanted;
  }

  private void print(List<ArchivedEvent> events, Limit shown) {
    RowPrinter rows = output.rows();
    rows.columns(List.of(output.head("time"), "kind", "node", "boot", "seq", "leaf", "detail"));
    boolean isCut = shown.most() > 0 && events.size() > shown.most();
    for (ArchivedEvent event : isCut ? events.subList(0, (int) shown.most()) : events) {
      rows.row(
          Arrays.asList(
              output.moment(event.event().micros()),
              EventText.kind(event.event()),
              event.node().isEmpty() ? null : event.node(),
              event.boot() == 0 ? null : HexFormat.of().toHexDigits(event.boot()),
              event.seq(),
              event.leaf() < 0 ? null : event.leaf(),
              detail(event)));
    }
    rows.end();
    if (isCut) {
      output.tell(shown.cut("event"));
    }
  }

  /** Without what the other columns say. */
  private static Detail detail(ArchivedEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>(EventText.detail(event.event()));
    fields.remove("node", event.node());
    fields.remove("boot", HexFormat.of().toHexDigits(event.boot()));
    return new Detail(fields);
  }

  /** Kinds are open-ended, because notes bring their own: a mistyped one cannot be refused. */
  private void tellUnknown(Set<String> wanted, Set<String> there) {
    Set<String> unknown = new TreeSet<>(wanted);
    unknown.removeAll(there);
    if (!unknown.isEmpty()) {
      output.tell(
          "there is no "
              + String.join(", ", unknown)
              + (there.isEmpty() ? "" : "; there is " + String.join(", ", new TreeSet<>(there))));
    }
  }
}
