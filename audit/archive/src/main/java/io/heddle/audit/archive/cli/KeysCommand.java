package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code heddle audit keys}. */
@Command(
    name = "keys",
    description = "Keys that sign the ledger, and those that seal tenants' detail.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCommand.Show.class,
      KeysCommand.Export.class,
      KeysCommand.Rotate.class,
      TenantKeysCommand.class,
      RewrapCommand.class,
    },
    footer = {
      "",
      "The first key is made with the first record. Examples:",
      "  heddle audit keys export > ledger.pub      keep it where this machine cannot write",
      "  heddle audit keys rotate"
    })
final class KeysCommand implements Runnable {
  private static final int NOTHING_FOUND = 3;

  @ParentCommand AuditCommand audit;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "keys needs a subcommand: " + String.join(", ", spec.subcommands().keySet()));
  }

  private static List<VerifierKey> all(LedgerKeys keys) throws ArchiveException {
    try {
      return keys.all();
    } catch (IOException | NoteException unusable) {
      throw new ArchiveException(
          keys.published() + " cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  /** {@code heddle audit keys show}. */
  @Command(
      name = "show",
      description = "Say which keys there are, and which signs.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private LedgerOutput output;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            LedgerKeys keys = new LedgerKeys(output.audit().home());
            List<VerifierKey> all = all(keys);
            if (all.isEmpty()) {
              output.tell("there is no key yet; the first one is made with the first record");
              return NOTHING_FOUND;
            }
            output.out().println("log      " + all.get(all.size() - 1).name());
            output.out().println("secret   " + keys.secret());
            for (int i = 0; i < all.size(); i++) {
              String state = i == all.size() - 1 ? "signs    " : "signed   ";
              output.out().println(state + all.get(i));
            }
            output.out().flush();
            return 0;
          });
    }
  }

  /** {@code heddle audit keys export}. */
  @Command(
      name = "export",
      description = "Print the verifier keys, oldest first, as 'verify --key FILE' reads them.",
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {
    @Mixin private LedgerOutput output;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            List<VerifierKey> all = all(new LedgerKeys(output.audit().home()));
            all.forEach(output.out()::println);
            output.out().flush();
            return all.isEmpty() ? NOTHING_FOUND : 0;
          });
    }
  }

  /** {@code heddle audit keys rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Make a new key and go over to it. The change is recorded in the ledger, and the next",
        "checkpoint bears both signatures. A sidecar must be stopped for that moment."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {
    @Mixin private LedgerOutput output;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            try (Archiver archiver =
                Archiver.open(output.audit().home(), ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
              archiver.rotateKey();
            }
            List<VerifierKey> all = all(new LedgerKeys(output.audit().home()));
            output.out().println(all.get(all.size() - 1));
            output.out().flush();
            return 0;
          });
    }
  }
}
