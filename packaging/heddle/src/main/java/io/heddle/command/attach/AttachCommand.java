package io.heddle.command.attach;

import io.heddle.command.cli.CommandFailure;
import io.heddle.command.cli.EmbeddedJar;
import io.heddle.command.cli.SettingsOptions;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads the agent into a running JVM, or lists the JVMs there are. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = "Load the agent into a running JVM; without PID, list the JVMs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the agent is loaded, and its spool is open unless nothing is to be audited",
      "1:it is not loaded, or it is and audits nothing: the message says which",
      "2:bad arguments"
    },
    footer = {
      "",
      "The JVM of another user takes root. The agent then has its home where that user",
      "would have it, ~/.heddle, unless --home names another; that user must be able to",
      "write to it.",
      "",
      "Examples:",
      "  heddle attach",
      "  heddle attach 4711 tenant.headers=X-Account metrics.port=0"
    })
public final class AttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Option(
      names = "--agent",
      paramLabel = "JAR",
      description = "The agent to load; default: the one this command carries.")
  private Path agent;

  @Parameters(index = "0", arity = "0..1", paramLabel = "PID", description = "The JVM's process.")
  private String pid;

  @Parameters(
      index = "1..*",
      paramLabel = "NAME=VALUE",
      description = "Settings for the agent, with or without the leading 'heddle.'.")
  private List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (pid == null) {
      JvmTable.print(RunningJvms.list(), out);
      return 0;
    }
    if (!pid.matches("[1-9][0-9]{0,9}")) {
      throw new ParameterException(
          spec.commandLine(), "PID is '" + pid + "', expected the number of a process");
    }
    Settings own = settings.settings();
    Map<String, String> arguments = checkedArguments();
    RunningJvms.requireAttachModule();
    if (agent != null && !Files.isReadable(agent)) {
      throw new CommandFailure("there is no agent at " + agent);
    }
    Account ours = Account.of(ProcessHandle.current());
    Account theirs = userOf(pid, ours);
    boolean isOfSameUser = theirs.isSameAs(ours);
    try (Attachment jvm = Attachment.to(pid)) {
      jvm.requireNoAgent();
      Path jar = jar(own, isOfSameUser).toAbsolutePath();
      jvm.requireSees(jar);
      HomeOfTarget homes = isOfSameUser ? null : new HomeOfTarget(pid, theirs);
      if (!arguments.containsKey("home")) {
        arguments.put("home", home(own, homes, jvm).toString());
      }
      if (homes != null) {
        homes.require(Path.of(arguments.get("home")));
      }
      tell(jvm.load(jar, text(arguments)), out);
    }
    return 0;
  }

  /** Who the JVM belongs to: a process that is there, not this one, and may be attached to. */
  private static Account userOf(String pid, Account ours) {
    ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
    if (process == null) {
      throw new CommandFailure(
          "there is no process " + pid, "'heddle attach' lists the JVMs of this machine.", null);
    }
    if (process.pid() == ProcessHandle.current().pid()) {
      throw new CommandFailure("process " + pid + " is this command itself");
    }
    Account theirs = Account.of(process);
    if (!theirs.isSameAs(ours) && !ours.isRoot()) {
      throw new CommandFailure(
          "process " + pid + " belongs to " + theirs + ", this command runs as " + ours,
          "Run it as " + theirs + ", or as root: a JVM listens to its own user and root alone.",
          null);
    }
    return theirs;
  }

  private Path jar(Settings own, boolean isOfSameUser) {
    if (agent != null) {
      return agent;
    }
    return isOfSameUser
        ? EmbeddedJar.AGENT.extractTo(own.path(Setting.HOME).resolve("cache"))
        : SharedAgent.extract();
  }

  /**
   * The agent's home, unless its arguments name it.
   *
   * @param homes of another user; null if the JVM is of this command's user
   */
  private static Path home(Settings own, HomeOfTarget homes, Attachment jvm) {
    return homes == null || !own.source(Setting.HOME).equals("default")
        ? own.path(Setting.HOME).toAbsolutePath()
        : homes.chosen(jvm.properties());
  }

  private void tell(String spool, PrintWriter out) {
    out.println(
        "Heddle is loaded in JVM "
            + pid
            + (spool == null
                ? "; nothing is audited, because heddle.audit.enabled is false"
                : " and records in " + spool)
            + "; its banner is on that process's stderr.");
    out.flush();
  }

  /** The agent's arguments, checked here so that a typo is told to who made it. */
  private Map<String, String> checkedArguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(
            spec.commandLine(), "'" + option + "' is not of the form NAME=VALUE");
      }
      String name = option.substring(0, equals);
      arguments.put(
          name.startsWith("heddle.") ? name.substring("heddle.".length()) : name,
          option.substring(equals + 1));
    }
    List<String> problems = Settings.resolve(arguments, Map.of(), Map.of()).problems();
    if (!problems.isEmpty()) {
      throw new CommandFailure(
          String.join("\n", problems), "docs/SETTINGS.md lists all settings.", null);
    }
    return arguments;
  }

  private static String text(Map<String, String> arguments) {
    List<String> pairs = new ArrayList<>();
    arguments.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join(";", pairs);
  }
}
