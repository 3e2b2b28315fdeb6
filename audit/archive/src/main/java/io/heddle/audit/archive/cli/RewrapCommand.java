package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.privacy.TenantKeyStore;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.PrivacyException;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit keys rewrap}. */
@Command(
    name = "rewrap",
    description = "Wrap tenants' keys with another master key.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "First give agents the new master key, and let this follow once they run with it: keys that come",
      "later under the old one need it, and another rewrap. Then destroy the old one.",
      "",
      "Example:",
      "  heddle audit keys rewrap --from file:/etc/heddle/master.old --to file:/etc/heddle/master"
    })
final class RewrapCommand implements Callable<Integer> {
  private static final int NOTHING_FOUND = 3;

  @Mixin private LedgerOutput output;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      defaultValue = "",
      description = "The old one. Default: where heddle.privacy.master-key says.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "WHERE",
      description = "The new one: file:PATH, env:NAME or command:PROGRAM.")
  private String to;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          AuditCommand audit = output.audit();
          MasterKey before = audit.masterKey(from);
          MasterKey after = audit.masterKey(to);
          if (before.id().equals(after.id())) {
            throw new TypeConversionException("--to is the same key as --from");
          }
          audit.archiveFirst();
          TenantKeyStore store = new TenantKeyStore(new ArchiveHome(audit.home()));
          int count = rewrap(store, before, after);
          if (count == 0) {
            output.tell("no key is wrapped by master key " + before.id() + ": nothing was changed");
            return NOTHING_FOUND;
          }
          store.note(
              "REWRAPPED",
              "{\"by\":\""
                  + Plain.text(AuditCommand.user()).replace("\"", "'").replace("\\", "/")
                  + "\",\"keys\":"
                  + count
                  + ",\"from\":\""
                  + before.id()
                  + "\",\"to\":\""
                  + after.id()
                  + "\"}",
              Moments.micros(Instant.now()));
          audit.archiveFirst(); // into the ledger, if no sidecar does it
          output.out().println(Counted.of(count, "key") + " wrapped by master key " + after.id());
          output.out().flush();
          return 0;
        });
  }

  private static int rewrap(TenantKeyStore store, MasterKey before, MasterKey after)
      throws ArchiveException {
    try {
      return store.rewrap(before, after);
    } catch (PrivacyException forged) {
      throw new ArchiveException(forged.getMessage() + "; nothing was changed", forged);
    }
  }
}
