package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.privacy.UnusedKeys;
import io.heddle.audit.archive.retention.ClockGuard;
import io.heddle.audit.archive.retention.PrunePlan;
import io.heddle.audit.archive.retention.Retention;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.store.SegmentSummary;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit prune}. */
@Command(
    name = "prune",
    description = "Remove what is beyond the limits of age and size: whole sealed segments.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Segments with records under a hold stay; see 'heddle audit hold'. What is removed is recorded.",
      "",
      "Examples:",
      "  heddle audit prune --older-than 365d --dry-run",
      "  heddle audit prune --keep-bytes 200GiB"
    })
final class PruneCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean isDry;

  @Option(
      names = "--force",
      description = "Prune by age even though the clock seems to have jumped: it is right.")
  private boolean isForced;

  @Option(
      names = "--older-than",
      paramLabel = "SPAN",
      description =
          "Segments whose newest record is older: 90d, 52w. Without this option and --keep-bytes"
              + " the settings decide (heddle.archive.keep-age, heddle.archive.keep-bytes).")
  private String olderThan;

  @Option(
      names = "--keep-bytes",
      paramLabel = "SIZE",
      description = "All but the newest segments that fit: 500MiB, 200GiB.")
  private String keepBytes;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          RetentionPolicy policy = policy();
          output.audit().archiveFirst();
          Retention retention = new Retention(output.audit().home());
          long now = Moments.micros(Instant.now());
          if (policy.keepMillis() > 0) {
            checkClock(now);
          }
          PrunePlan plan =
              isDry
                  ? retention.plan(policy, now)
                  : retention.prune(policy, now, AuditCommand.user());
          int keys = keys(plan, now);
          if (!isDry) {
            tellLedger();
          }
          print(plan);
          if (keys > 0) {
            output.tell(
                Counted.of(keys, "key")
                    + " of tenants "
                    + (isDry ? "would be removed" : "removed")
                    + ": nothing sealed with "
                    + (keys == 1 ? "it" : "them")
                    + " is left");
          }
          return 0;
        });
  }

  /** Keys of tenants that nothing needs any more; how many. */
  private int keys(PrunePlan plan, long nowMicros) throws ArchiveException {
    UnusedKeys keys = new UnusedKeys(output.audit().home());
    return isDry
        ? keys.count(
            plan.pruned().stream().map(step -> step.segment().number()).collect(Collectors.toSet()))
        : keys.remove(AuditCommand.user(), nowMicros);
  }

  /** A clock that jumped forward would make everything old. */
  private void checkClock(long nowMicros) throws ArchiveException {
    ClockGuard clock = new ClockGuard(new ArchiveHome(output.audit().home()));
    Optional<String> refusal = clock.refusal(nowMicros, ClockGuard.LONGEST_REST);
    if (refusal.isPresent() && isDry) {
      output.tell(refusal.get());
    } else if (refusal.isPresent() && !isForced) {
      throw new ArchiveException(refusal.get() + ". If it is right, --force prunes", null);
    } else if (refusal.isPresent()) {
      clock.accept(nowMicros);
    }
  }

  /** The ledger tells of it, and is pruned itself; if no sidecar does both. */
  private void tellLedger() throws ArchiveException {
    try (Archiver archiver = output.audit().archiver()) {
      if (archiver != null) {
        archiver.drain();
        archiver.thinCheckpoints();
      }
    }
  }

  private RetentionPolicy policy() {
    RetentionPolicy policy =
        olderThan == null && keepBytes == null
            ? output.audit().defaultPolicy()
            : new RetentionPolicy(
                olderThan == null ? 0 : millis(olderThan),
                keepBytes == null ? 0 : bytes(keepBytes));
    if (policy.isEverything()) {
      throw new TypeConversionException(
          "nothing limits the archive: give --older-than or --keep-bytes, or set"
              + " heddle.archive.keep-age or heddle.archive.keep-bytes");
    }
    return policy;
  }

  private void print(PrunePlan plan) {
    RowPrinter rows = output.rows();
    rows.columns(
        List.of(
            "segment",
            output.head("from"),
            output.head("to"),
            "records",
            "bytes",
            "action",
            "reason"));
    String action = isDry ? "would be pruned" : "pruned";
    plan.pruned().forEach(step -> rows.row(row(step, action)));
    plan.held().forEach(step -> rows.row(row(step, "held")));
    rows.end();
    if (output.isTable()) {
      output
          .out()
          .printf(
              Locale.ROOT,
              "%s %s: %s, %s; %d held, %d within the limits%n",
              Counted.of(plan.pruned().size(), "segment"),
              action,
              Counted.of(plan.removedRecords(), "record"),
              ByteSize.readable(plan.freedBytes()),
              plan.held().size(),
              plan.kept());
      output.out().flush();
    }
  }

  private List<Object> row(PrunePlan.Step step, String action) {
    SegmentSummary segment = step.segment();
    return List.of(
        segment.number(),
        output.moment(segment.firstMicros()),
        output.moment(segment.lastMicros()),
        segment.records(),
        segment.sizeBytes(),
        action,
        step.reason());
  }

  private static long millis(String span) {
    try {
      return AuditCommand.atLeastOne("--older-than", TimeExpression.span(span).toMillis());
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw new TypeConversionException("--older-than " + malformed.getMessage());
    }
  }

  private static long bytes(String size) {
    try {
      return AuditCommand.atLeastOne("--keep-bytes", ByteSize.parse(size));
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException("--keep-bytes " + malformed.getMessage());
    }
  }
}
