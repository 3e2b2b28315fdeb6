package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.retention.Hold;
import io.heddle.audit.archive.retention.Retention;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit hold}. */
@Command(
    name = "hold",
    description = "Keep records from being pruned, for as long as a case needs them.",
    mixinStandardHelpOptions = true,
    subcommands = {HoldCommand.Add.class, HoldCommand.Show.class, HoldCommand.Release.class},
    footer = {
      "",
      "A hold keeps every segment that has a record of the tenant; without a tenant, all of them.",
      "",
      "Examples:",
      "  heddle audit hold add --tenant acme --case C-17 --reason 'subpoena of 3 May'",
      "  heddle audit hold release --case C-17 --reason settled"
    })
final class HoldCommand implements Runnable {
  private static final int NOTHING_FOUND = 3;
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "state",
          "tenant",
          "case",
          "reason",
          "held_by",
          "held",
          "released_by",
          "released",
          "release_reason");

  @ParentCommand private AuditCommand audit;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "hold needs a subcommand: add, list, release");
  }

  private Retention retention() {
    return new Retention(audit.home());
  }

  private static long now() {
    return Moments.micros(Instant.now());
  }

  private static String head(Output output, String name) {
    return name.equals("held") || name.equals("released") ? output.head(name) : name;
  }

  private static void print(Output output, List<Hold> holds) {
    RowPrinter rows = output.rows();
    rows.columns(COLUMNS.stream().map(name -> head(output, name)).toList());
    for (Hold hold : holds) {
      rows.row(
          Arrays.asList(
              hold.id(),
              hold.stands() ? "held" : "released",
              hold.tenant().isEmpty() ? null : hold.tenant(),
              hold.caseName().isEmpty() ? null : hold.caseName(),
              hold.reason(),
              hold.heldBy(),
              output.moment(hold.heldMicros()),
              hold.stands() ? null : hold.releasedBy(),
              hold.stands() ? null : output.moment(hold.releasedMicros()),
              hold.releaseReason().isEmpty() ? null : hold.releaseReason()));
    }
    rows.end();
  }

  /** {@code heddle audit hold add}. */
  @Command(name = "add", description = "Put a hold.", mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @ParentCommand private HoldCommand hold;
    @Mixin private Output output;

    @Option(
        names = {"-t", "--tenant"},
        paramLabel = "ID",
        description = "Whose records. Without it: everybody's, which needs a --case.")
    private String tenant = "";

    @Option(names = "--case", paramLabel = "NAME", description = "The case that it is for.")
    private String caseName = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Option(
        names = "--future",
        description = "Hold what is still to come of a tenant that has no record here yet.")
    private boolean isForFuture;

    @Mixin private Asker asker;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            if (tenant.isBlank() && caseName.isBlank()) {
              throw new TypeConversionException("give a --tenant, a --case or both");
            }
            if (reason.isBlank()) {
              throw new TypeConversionException("--reason is empty, expected why it is held");
            }
            hold.audit.archiveFirst();
            if (!tenant.isBlank() && !isForFuture && !isKnown(tenant.strip())) {
              output.tell(
                  "no record of tenant "
                      + tenant.strip()
                      + " is in the archive: nothing is held. Is the name right? --future holds"
                      + " what is still to come of it");
              return NOTHING_FOUND;
            }
            Hold made =
                hold.retention()
                    .hold(tenant.strip(), caseName.strip(), reason, asker.name(), now());
            hold.audit.archiveFirst(); // into the ledger, if no sidecar does it
            print(output, List.of(made));
            return 0;
          });
    }

    private boolean isKnown(String name) throws ArchiveException {
      try (ArchiveReader reader = new ArchiveReader(hold.audit.home())) {
        return reader.answer(AuditQuery.ofTenant(name, 1), operation -> false) > 0;
      }
    }
  }

  /** {@code heddle audit hold list}. */
  @Command(name = "list", description = "List the holds.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @ParentCommand private HoldCommand hold;
    @Mixin private Output output;

    @Option(names = "--all", description = "Those that were released as well.")
    private boolean isAll;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            List<Hold> holds = hold.retention().holds();
            print(output, holds.stream().filter(one -> isAll || one.stands()).toList());
            return 0;
          });
    }
  }

  /** {@code heddle audit hold release}. */
  @Command(
      name = "release",
      description = "Release the holds that meet all of these.",
      mixinStandardHelpOptions = true)
  static final class Release implements Callable<Integer> {
    @ParentCommand private HoldCommand hold;
    @Mixin private Output output;

    @Option(names = "--id", paramLabel = "N", description = "The hold of this number.")
    private long id;

    @Option(
        names = {"-t", "--tenant"},
        paramLabel = "ID",
        description = "Holds on this tenant.")
    private String tenant;

    @Option(names = "--case", paramLabel = "NAME", description = "Holds for this case.")
    private String caseName;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin private Asker asker;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            if (id == 0 && tenant == null && caseName == null) {
              throw new TypeConversionException("give an --id, a --tenant or a --case");
            }
            List<Hold> released = hold.retention().release(chosen(), reason, asker.name(), now());
            if (released.isEmpty()) {
              output.tell("no such hold stands");
              return NOTHING_FOUND;
            }
            hold.audit.archiveFirst(); // into the ledger, if no sidecar does it
            print(output, released);
            return 0;
          });
    }

    private Predicate<Hold> chosen() {
      return one ->
          (id == 0 || one.id() == id)
              && (tenant == null || one.tenant().equals(tenant))
              && (caseName == null || one.caseName().equals(caseName));
    }
  }
}
