package io.heddle.command;

import io.heddle.audit.archive.cli.AuditCommand;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.spool.privacy.MasterKeySource;
import io.heddle.command.attach.AttachCommand;
import io.heddle.command.cli.Mistakes;
import io.heddle.command.cli.SettingsOptions;
import io.heddle.command.cli.StandardOutput;
import io.heddle.command.cli.Terminal;
import io.heddle.command.demo.DemoCommand;
import io.heddle.command.doctor.DoctorCommand;
import io.heddle.command.policy.PolicyCommand;
import io.heddle.command.shell.CompletionCommand;
import io.heddle.command.shell.ManCommand;
import io.heddle.command.sidecar.SidecarCommand;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line; does nothing by itself. */
@Command(
    name = "heddle",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Tenant-aware observability and audit for services on the JVM.",
      "",
      "The agent records:   java -javaagent:heddle-agent.jar -jar your-service.jar",
      "This command attaches it, archives what it records, and answers questions about it."
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed; the reason is on stderr", "2:bad command line"})
public final class Heddle implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean isDebugging;

  private Heddle() {}

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    StandardOutput standard = StandardOutput.ofProcess();
    PrintWriter out = standard.writer();
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = commandLine(arguments).setOut(out).setErr(err).execute(arguments);
    out.flush();
    if (!standard.problem().isEmpty()) {
      err.println("heddle: the standard output cannot be written to (" + standard.problem() + ")");
      exitCode = exitCode == 0 ? Mistakes.FAILED : exitCode;
    }
    System.exit(exitCode);
  }

  /** Without a subcommand there is nothing to do but to say what there is. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Mistakes.MISUSED;
  }

  /** The whole command, ready to run. */
  static CommandLine commandLine() {
    return commandLine(new String[0]);
  }

  /**
   * The command as far as these arguments need it: an audit query should not wait for the
   * description of the demo.
   */
  static CommandLine commandLine(String[] arguments) {
    Mistakes mistakes = new Mistakes();
    CommandLine commandLine = new CommandLine(new Heddle());
    boolean isAudit = arguments.length > 1 && arguments[0].equals("audit");
    AuditCommand audit =
        new AuditCommand(
            Heddle::defaultHome,
            Heddle::defaultPolicy,
            Heddle::masterKey,
            isAudit ? arguments[1] : "");
    audit.onTerminal(() -> Terminal.width(commandLine)).inZone(ZoneId::systemDefault);
    if (isAudit) {
      commandLine.addSubcommand(audit);
    } else {
      commandLine
          .addSubcommand(new DemoCommand())
          .addSubcommand(audit)
          .addSubcommand(new SidecarCommand())
          .addSubcommand(new AttachCommand())
          .addSubcommand(new PolicyCommand())
          .addSubcommand(new DoctorCommand())
          .addSubcommand(new CompletionCommand())
          .addSubcommand(new ManCommand())
          .addSubcommand(new HelpCommand());
    }
    tellVersion(commandLine);
    return commandLine
        .setParameterExceptionHandler(mistakes)
        .setExecutionExceptionHandler(mistakes)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** Read when a command first needs it, because a bad setting is no reason to refuse help. */
  private static Path defaultHome() {
    return new SettingsOptions().settings().path(Setting.HOME);
  }

  private static RetentionPolicy defaultPolicy() {
    Settings settings = new SettingsOptions().settings();
    return new RetentionPolicy(
        settings.millis(Setting.ARCHIVE_KEEP_AGE), settings.bytes(Setting.ARCHIVE_KEEP_BYTES));
  }

  private static MasterKeySource masterKey(String source) {
    Settings settings = new SettingsOptions().settings();
    return new MasterKeySource(
        source.isEmpty() ? settings.text(Setting.PRIVACY_MASTER_KEY) : source,
        settings::environmentVariable);
  }

  private static void tellVersion(CommandLine commandLine) {
    commandLine.getCommandSpec().versionProvider(new Version());
    commandLine.getSubcommands().values().forEach(Heddle::tellVersion);
  }
}
