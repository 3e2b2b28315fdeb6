package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.privacy.TenantKeyRing;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code heddle audit keys tenants}. */
@Command(
    name = "tenants",
    description = "Say how many keys tenants have, and by which master key they are wrapped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:they are shown",
      "1:the keys cannot be read",
      "2:the command line was wrong",
      "4:some are damaged, which is said on stderr"
    })
final class TenantKeysCommand implements Callable<Integer> {
  private static final int DAMAGED = 4;

  @ParentCommand private KeysCommand keys;
  @Mixin private Output output;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          keys.audit.archiveFirst();
          TenantKeyRing ring = TenantKeyRing.of(new ArchiveHome(keys.audit.home()));
          RowPrinter rows = output.rows();
          rows.columns(
              List.of("tenant", "keys", "destroyed", output.head("erased"), "master_keys"));
          for (TenantKeyRing.Tenant tenant : ring.tenants()) {
            rows.row(
                Arrays.asList(
                    tenant.name(),
                    tenant.kept(),
                    tenant.erased(),
                    tenant.lastErasedMicros() == 0
                        ? null
                        : output.moment(tenant.lastErasedMicros()),
                    tenant.masters().isEmpty() ? null : String.join(" ", tenant.masters())));
          }
          rows.end();
          ring.damages().forEach(damage -> output.tell("tenants.keys, " + damage));
          return ring.damages().isEmpty() ? 0 : DAMAGED;
        });
  }
}
