package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ArchiverBusyException;
import io.heddle.audit.archive.retention.RetentionPolicy;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code heddle audit}: asks the archive.
 *
 * <p>Where no sidecar archives, each command first archives what the spool holds, so that a bare
 * agent is enough; where one does, it only reads.
 */
@Command(
    name = "audit",
    description = "Ask the archive who changed what, when, for which tenant.",
    mixinStandardHelpOptions = true,
    subcommands = {
      QueryCommand.class,
      ShowCommand.class,
      TailCommand.class,
      StatsCommand.class,
      ExportCommand.class,
      PruneCommand.class,
      HoldCommand.class,
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:answered, also if there was nothing to show",
      "1:the archive could not be read or written",
      "2:the command line was wrong",
      "3:nothing has that ID (show), or no such hold stands (hold release)"
    })
public final class AuditCommand implements Runnable {
  private final Supplier<Path> defaultHome;
  private final Supplier<RetentionPolicy> defaultPolicy;

  @Spec private CommandSpec spec;

  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description = "Heddle's home directory.")
  private Path home;

  @Option(
      names = "--no-archive",
      scope = ScopeType.INHERIT,
      description = "Answer from the archive as it is; leave the spool alone.")
  private boolean leavesSpool;

  /**
   * @param defaultHome the home directory if {@code --home} is not given
   */
  public AuditCommand(Supplier<Path> defaultHome) {
    this(defaultHome, () -> RetentionPolicy.EVERYTHING);
  }

  /**
   * @param defaultHome the home directory if {@code --home} is not given
   * @param defaultPolicy how much {@code prune} keeps if it is not told
   */
  public AuditCommand(Supplier<Path> defaultHome, Supplier<RetentionPolicy> defaultPolicy) {
    this.defaultHome = defaultHome;
    this.defaultPolicy = defaultPolicy;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "audit needs a subcommand: " + String.join(", ", spec.subcommands().keySet()));
  }

  Path home() {
    return home == null ? defaultHome.get() : home;
  }

  RetentionPolicy defaultPolicy() {
    return defaultPolicy.get();
  }

  /** Who runs this, as the operating system says. */
  static String user() {
    return ProcessHandle.current().info().user().orElse("unknown");
  }

  /**
   * Opens the archive for writing if nobody else does; null if somebody does or it is not wanted.
   */
  Archiver archiver() throws ArchiveException {
    if (leavesSpool || !home().toFile().isDirectory()) {
      return null;
    }
    try {
      return Archiver.open(home(), ArchiveOptions.DEFAULT, ArchiveEvents.NONE);
    } catch (ArchiverBusyException sidecar) {
      return null; // it archives; reading is enough
    }
  }

  /** Archives what the spool holds, unless somebody else does. */
  void archiveFirst() throws ArchiveException {
    try (Archiver archiver = archiver()) {
      if (archiver != null) {
        archiver.drain();
      }
    }
  }

  /** Runs {@code work}, and turns a failure into a sentence on stderr and exit code 1. */
  static int reporting(CommandSpec command, Work work) {
    CommandLine line = command.commandLine();
    try {
      return work.run();
    } catch (CommandLine.TypeConversionException bad) {
      throw new ParameterException(line, bad.getMessage());
    } catch (ArchiveException failure) {
      line.getOut().flush();
      line.getErr().println(line.getColorScheme().errorText("heddle: " + failure.getMessage()));
      line.getErr().flush();
      return 1;
    }
  }

  /** Checks a number that limits an answer. */
  static long atLeastZero(String option, long value) {
    if (value < 0) {
      throw new CommandLine.TypeConversionException(
          option + " is " + value + ", expected 0 or more");
    }
    return value;
  }

  /** Checks a number for which 0 would mean everything. */
  static long atLeastOne(String option, long value) {
    if (value < 1) {
      throw new CommandLine.TypeConversionException(
          option + " is " + value + ", expected more than 0");
    }
    return value;
  }

  /** What a command does; the result is its exit code. */
  interface Work {
    int run() throws ArchiveException;
  }
}
