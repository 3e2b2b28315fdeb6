package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.ArchiverBusyException;
import io.heddle.audit.archive.UnwritableArchiveException;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.archive.store.NativeLibrary;
import io.heddle.audit.spool.privacy.MasterKey;
import io.heddle.audit.spool.privacy.MasterKeySource;
import io.heddle.audit.spool.privacy.PrivacyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
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
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:answered, also if there was nothing to show",
      "1:the archive could not be read or written, a time limit passed, or something is in doubt"
          + " still (resolve)",
      "2:the command line or the SQL was wrong",
      "3:nothing has that ID (show, prove), no such hold or tenant (hold), no key (keys, erase)",
      "4:something is not as it was signed (verify, ledger status), a proof proves nothing (check), or"
          + " two tables differ (fingerprint)",
      "5:nothing is wrong, but what --from speaks of was pruned since (verify)",
      "6:what was signed is gone: there is no archive, or it is smaller than it was (verify)",
      "7:answered, but records are missing that the answer may need (with --strict)"
    })
public final class AuditCommand implements Runnable {
  private static final int INCOMPLETE = 7;

  /** In the order of the help. Classes, so that those not asked for are not even loaded. */
  private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put("query", QueryCommand.class);
    SUBCOMMANDS.put("schema", SchemaCommand.class);
    SUBCOMMANDS.put("show", ShowCommand.class);
    SUBCOMMANDS.put("tail", TailCommand.class);
    SUBCOMMANDS.put("events", EventsCommand.class);
    SUBCOMMANDS.put("stats", StatsCommand.class);
    SUBCOMMANDS.put("export", ExportCommand.class);
    SUBCOMMANDS.put("prune", PruneCommand.class);
    SUBCOMMANDS.put("hold", HoldCommand.class);
    SUBCOMMANDS.put("verify", VerifyCommand.class);
    SUBCOMMANDS.put("prove", ProveCommand.class);
    SUBCOMMANDS.put("check", CheckCommand.class);
    SUBCOMMANDS.put("keys", KeysCommand.class);
    SUBCOMMANDS.put("erase", EraseCommand.class);
    SUBCOMMANDS.put("resolve", ResolveCommand.class);
    SUBCOMMANDS.put("fingerprint", FingerprintCommand.class);
    SUBCOMMANDS.put("ledger", LedgerCommand.class);
  }

  private final Supplier<Path> defaultHome;
  private final Supplier<RetentionPolicy> defaultPolicy;
  private final Function<String, MasterKeySource> masterKeys;
  private final String wanted;
  private CommandSpec spec;
  private boolean isToldReadOnly;
  private IntSupplier terminalWidth = () -> 0;
  private Supplier<ZoneId> localZone = () -> ZoneOffset.UTC;
  private Times chosenTimes;

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

  @Option(
      names = "--strict",
      scope = ScopeType.INHERIT,
      description = "End with 7 if records are missing that the answer may need.")
  private boolean isStrict;

  @Option(
      names = "--utc",
      scope = ScopeType.INHERIT,
      description = "Times in UTC: short for --tz UTC.")
  private boolean isUtc;

  /**
   * @param defaultHome the home directory if {@code --home} is not given
   */
  public AuditCommand(Supplier<Path> defaultHome) {
    this(
        defaultHome,
        () -> RetentionPolicy.EVERYTHING,
        source -> new MasterKeySource(source, name -> null),
        "");
  }

  /**
   * @param defaultHome the home directory if {@code --home} is not given
   * @param defaultPolicy how much {@code prune} keeps if it is not told
   * @param masterKeys finds a master key where a text like {@code file:PATH} says; for an empty one
   *     where the settings say
   * @param wanted the one subcommand that will be run, which starts in half the time; if it is none
   *     of them, all are there
   */
  public AuditCommand(
      Supplier<Path> defaultHome,
      Supplier<RetentionPolicy> defaultPolicy,
      Function<String, MasterKeySource> masterKeys,
      String wanted) {
    this.defaultHome = defaultHome;
    this.defaultPolicy = defaultPolicy;
    this.masterKeys = masterKeys;
    this.wanted = wanted;
  }

  /**
   * Says how wide a table may be, which is asked once a table is printed; without this call there
   * is no limit.
   *
   * @param columns the columns of the terminal; 0 for no limit
   */
  public AuditCommand onTerminal(IntSupplier columns) {
    terminalWidth = columns;
    return this;
  }

  /** Says in which zone persons read and type times if {@code --tz} is not given; else UTC. */
  public AuditCommand inZone(Supplier<ZoneId> zone) {
    localZone = zone;
    return this;
  }

  @Option(
      names = "--tz",
      scope = ScopeType.INHERIT,
      paramLabel = "ZONE",
      description =
          "The zone of times in tables, and of times typed without one: Europe/Berlin, +02:00."
              + " Default: this machine's. Formats for programs are in UTC.")
  private void tz(String zone) {
    try {
      chosenTimes = zone == null ? null : Times.in(zone);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), "--tz " + unknown.getMessage());
    }
  }

  /** Takes what picocli knows of this command, and adds the subcommands to it. */
  @Spec
  private void spec(CommandSpec spec) {
    this.spec = spec;
    SUBCOMMANDS.forEach(
        (name, type) -> {
          if (wanted.equals(name) || !SUBCOMMANDS.containsKey(wanted)) {
            spec.addSubcommand(name, new CommandLine(type));
          }
        });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "audit needs a subcommand: " + String.join(", ", spec.subcommands().keySet()));
  }

  Path home() {
    Path chosen = home == null ? defaultHome.get() : home;
    NativeLibrary.mayBeUnpackedBelow(chosen);
    return chosen;
  }

  /** How wide a table may be, in columns; 0 for no limit. */
  int terminalWidth() {
    return terminalWidth.getAsInt();
  }

  /**
   * Times as whoever asks reads and types them.
   *
   * @throws CommandLine.TypeConversionException if two zones are given
   */
  Times times() {
    if (isUtc && chosenTimes != null) {
      throw new CommandLine.TypeConversionException(
          "--tz and --utc say the same; give one of them");
    }
    if (isUtc) {
      return Times.UTC;
    }
    return chosenTimes == null ? new Times(localZone.get()) : chosenTimes;
  }

  RetentionPolicy defaultPolicy() {
    return defaultPolicy.get();
  }

  /**
   * The master key.
   *
   * @param source where it is; empty for where the settings say
   */
  MasterKey masterKey(String source) throws ArchiveException {
    try {
      return masterKeys.apply(source).load();
    } catch (PrivacyException none) {
      throw new ArchiveException(none.getMessage(), none);
    }
  }

  /** The exit code of an answer that was given. */
  int answered(boolean isIncomplete) {
    return isStrict && isIncomplete ? INCOMPLETE : 0;
  }

  /** Who runs this, as the operating system says. */
  static String user() {
    return ProcessHandle.current().info().user().orElse("unknown");
  }

  /**
   * Opens the archive for writing if nobody else does; null if somebody does, it is not wanted, or
   * this account may not write there, which is said once.
   */
  Archiver archiver() throws ArchiveException {
    if (leavesSpool || !home().toFile().isDirectory()) {
      return null;
    }
    try {
      return Archiver.open(home(), ArchiveOptions.DEFAULT, ArchiveEvents.NONE);
    } catch (ArchiverBusyException sidecar) {
      return null; // it archives; reading is enough
    } catch (UnwritableArchiveException readOnly) {
      if (!Files.isDirectory(new ArchiveHome(home()).archive())) {
        throw readOnly; // there is nothing to read, and it cannot be made
      }
      if (!isToldReadOnly) {
        isToldReadOnly = true;
        tell(
            spec,
            "read as it is, nothing was archived first: no write access to "
                + new ArchiveHome(home()).archive());
      }
      return null;
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

  /** Says something beside the answer, on the standard error. */
  static void tell(CommandSpec command, String sentence) {
    CommandLine line = command.commandLine();
    line.getOut().flush();
    line.getErr().println("heddle: " + Plain.text(sentence));
    line.getErr().flush();
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
