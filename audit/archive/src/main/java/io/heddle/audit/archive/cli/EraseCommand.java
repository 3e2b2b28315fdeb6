package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ask.Confirmation;
import io.heddle.audit.archive.privacy.TenantErasure;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit erase}. */
@Command(
    name = "erase",
    description = "Destroy a tenant's keys: what was sealed for it nobody can read any more.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:destroyed, or with --dry-run: there are keys to destroy",
      "1:a hold forbids it, it was not confirmed, or the archive could not be read or written",
      "2:the command line was wrong, or nobody could be asked and --yes was not given",
      "3:the tenant has no keys here: nothing was destroyed"
    },
    footer = {
      "",
      "The records stay, with tenant, table, statement without literals, time and outcome, and so do",
      "proofs and signatures. The ledger records the erasure. A legal hold forbids it.",
      "",
      "Example:",
      "  heddle audit erase --tenant acme --reason 'request of 3 May, GDPR art. 17' --dry-run"
    })
final class EraseCommand implements Callable<Integer> {
  private static final int NOT_CONFIRMED = 1;
  private static final int NOTHING_FOUND = 3;

  @Mixin private Output output;

  @Option(
      names = {"-t", "--tenant"},
      required = true,
      paramLabel = "ID",
      description = "Whose keys.")
  private String tenant;

  @Option(names = "--dry-run", description = "Say what would be destroyed, and destroy nothing.")
  private boolean isDry;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why; the ledger records it.")
  private String reason;

  @Mixin private Asker asker;

  @Option(
      names = "--yes",
      description = "Destroy without asking; needed where nobody can be asked.")
  private boolean isConfirmed;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          if (tenant.isBlank()) {
            throw new TypeConversionException("--tenant is empty, expected whose keys");
          }
          output.audit().archiveFirst(); // keys that are still in a spool
          TenantErasure erasure = new TenantErasure(output.audit().home());
          TenantErasure.Plan plan = erasure.plan(tenant.strip());
          if (plan.tenant().kept() == 0) {
            output.tell(nothing(plan.tenant()));
            return NOTHING_FOUND;
          }
          if (isDry) {
            print(plan, plan.tenant().kept());
            return 0;
          }
          if (plan.holds().isEmpty() && !isConfirmed && !isConfirmedByPerson(plan.tenant())) {
            output.tell("nothing was destroyed");
            return NOT_CONFIRMED;
          }
          int destroyed =
              erasure.erase(tenant.strip(), asker.name(), reason, Moments.micros(Instant.now()));
          output.audit().archiveFirst(); // into the ledger, if no sidecar does it
          print(plan, destroyed);
          return 0;
        });
  }

  private static String nothing(TenantKeyRing.Tenant whose) {
    return whose.erased() == 0
        ? "tenant " + whose.name() + " has no keys here: nothing was destroyed. Is the name right?"
        : "tenant "
            + whose.name()
            + " has no keys left, "
            + Counted.of(whose.erased(), "was", "were")
            + " destroyed before: nothing was destroyed now";
  }

  private boolean isConfirmedByPerson(TenantKeyRing.Tenant whose) {
    String what =
        "this destroys "
            + Counted.of(whose.kept(), "key")
            + " of tenant "
            + Plain.text(whose.name())
            + " for ever: its detail can never be read again";
    Optional<Confirmation> person = Confirmation.atTerminal();
    if (person.isEmpty()) {
      throw new TypeConversionException(
          what + ". Nobody can be asked here: give --yes, or --dry-run to see what it would do");
    }
    output.out().flush();
    return person.get().confirms(what, Plain.text(whose.name()));
  }

  private void print(TenantErasure.Plan plan, int destroyed) {
    RowPrinter rows = output.rows();
    rows.columns(List.of("tenant", "keys", "destroyed_before", "action", "held_by"));
    TenantKeyRing.Tenant whose = plan.tenant();
    String holds =
        plan.holds().stream()
            .map(hold -> "hold " + hold.id() + " (" + hold.subject() + ")")
            .collect(Collectors.joining(", "));
    String action = isDry ? "would be destroyed" : "destroyed";
    rows.row(
        Arrays.asList(
            whose.name(),
            destroyed,
            whose.erased(),
            plan.holds().isEmpty() ? action : "held",
            holds.isEmpty() ? null : holds));
    rows.end();
  }
}
