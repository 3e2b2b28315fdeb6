package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.privacy.TenantErasure;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
    footer = {
      "",
      "The records stay, with tenant, table, statement without literals, time and outcome, and so do",
      "proofs and signatures. The ledger records the erasure. A legal hold forbids it.",
      "",
      "Example:",
      "  heddle audit erase --tenant acme --reason 'request of 3 May, GDPR art. 17' --dry-run"
    })
final class EraseCommand implements Callable<Integer> {
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
          int destroyed = plan.tenant().kept();
          if (!isDry) {
            destroyed =
                erasure.erase(tenant.strip(), asker.name(), reason, Moments.micros(Instant.now()));
            output.audit().archiveFirst(); // into the ledger, if no sidecar does it
          }
          print(plan, destroyed);
          return 0;
        });
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
