package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.LedgerRepair;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.verify.LedgerHealth;
import io.heddle.audit.archive.verify.TileRebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code heddle audit ledger}. */
@Command(
    name = "ledger",
    description = {
      "Say how the ledger is, make lost tiles of it anew from the records, or begin a new one",
      "where what was signed is gone."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      LedgerCommand.Status.class,
      LedgerCommand.Rebuild.class,
      LedgerCommand.Begin.class
    },
    footer = {
      "",
      "Only 'heddle audit verify' looks at everything; status looks at what the next checkpoint needs."
    })
final class LedgerCommand implements Runnable {
  private static final int WRONG = 4;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "ledger needs a subcommand: status, rebuild, begin");
  }

  /** {@code heddle audit ledger status}. */
  @Command(
      name = "status",
      description = "Say what is signed, and whether the ledger can go on.",
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {
        "0:it can go on",
        "1:the archive could not be read",
        "2:the command line was wrong",
        "4:nothing can be signed, or tiles are missing"
      })
  static final class Status implements Callable<Integer> {
    @Mixin private LedgerOutput output;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            ArchiveHome home = new ArchiveHome(output.audit().home());
            String lost = SignedState.lost(home.tlog(), new LedgerKeys(home.path()));
            if (!Files.exists(home.hot()) && !lost.isEmpty()) {
              output.tell(lost);
              return WRONG;
            }
            if (!Files.exists(home.hot())) {
              output.tell("there is no archive below " + home.path() + " yet");
              return 0;
            }
            LedgerHealth health = LedgerHealth.of(home);
            line("signed", Counted.of(health.signed(), "leaf", "leaves"));
            line("last", health.signedAt() == null ? "never" : said(health.signedAt()));
            line("unsigned", Counted.of(health.unsigned(), "leaf", "leaves"));
            line("missing tiles", Counted.number(health.missingTiles()));
            if (!health.problem().isEmpty()) {
              line("problem", Plain.text(health.problem()));
            }
            output.out().flush();
            return health.canGoOn() ? 0 : WRONG;
          });
    }

    private String said(Instant moment) {
      Times times = output.audit().times();
      return times.isUtc() ? moment.toString() : times.exact(Moments.micros(moment));
    }

    private void line(String name, String value) {
      output.out().println(name + " ".repeat(15 - name.length()) + value);
    }
  }

  /** {@code heddle audit ledger rebuild}. */
  @Command(
      name = "rebuild",
      description = {
        "Make missing and damaged tiles anew from the records. Nothing is signed, and nothing is",
        "changed unless the records make the tree of the newest checkpoint. A sidecar must be",
        "stopped for it."
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {
        "0:the tiles are those that were signed",
        "1:they could not be made, and nothing was changed",
        "2:the command line was wrong"
      })
  static final class Rebuild implements Callable<Integer> {
    @Mixin private LedgerOutput output;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            print(LedgerRepair.rebuildTiles(output.audit().home()));
            return 0;
          });
    }

    private void print(TileRebuild.Result result) throws ArchiveException {
      result.replaced().forEach(tile -> output.out().println(Plain.text(tile)));
      output
          .out()
          .printf(
              Locale.ROOT,
              "%s replaced; the tree of %s is the one that was signed (%,d hashed" + " anew)%n",
              Counted.of(result.replaced().size(), "tile"),
              Counted.of(result.leaves(), "leaf", "leaves"),
              result.fromRecords());
      output.out().flush();
    }
  }

  /** {@code heddle audit ledger begin}. */
  @Command(
      name = "begin",
      description = {
        "Begin a new ledger, of another name and key, because what was signed before is gone and",
        "cannot be put back. The new one records who began it, why, and what is gone. A sidecar",
        "must be stopped for it."
      },
      mixinStandardHelpOptions = true,
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {
        "0:the new ledger is begun and signed",
        "1:nothing is gone, or it could not be signed",
        "2:the command line was wrong"
      })
  static final class Begin implements Callable<Integer> {
    @Mixin private LedgerOutput output;
    @Mixin private Asker asker;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Override
    public Integer call() {
      return output.answer(
          () -> {
            if (reason.isBlank()) {
              throw new TypeConversionException("--reason is empty, expected why it is begun anew");
            }
            Path home = output.audit().home();
            if (!Files.isDirectory(home)) {
              throw new ArchiveException("there is no home " + home, null);
            }
            try (Archiver archiver =
                Archiver.open(home, ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
              archiver.beginLedger(asker.name(), reason.strip());
            }
            output.tell("a new ledger is begun; export its key with 'heddle audit keys export'");
            return 0;
          });
    }
  }
}
