package io.heddle.command.attach;

import io.heddle.command.cli.CommandFailure;
import io.heddle.command.cli.EmbeddedJar;
import io.heddle.command.cli.SettingsOptions;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.PrintWriter;
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
    footer = {
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
    String text = agentArguments(own);
    Path jar =
        agent != null
            ? agent
            : EmbeddedJar.AGENT.extractTo(own.path(Setting.HOME).resolve("cache"));
    RunningJvms.attach(pid, jar, text);
    out.println("Heddle is loaded in JVM " + pid + "; its banner is on that process's stderr.");
    out.flush();
    return 0;
  }

  /** The agent's arguments, checked here so that a typo is told to who made it. */
  private String agentArguments(Settings own) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("home", own.path(Setting.HOME).toAbsolutePath().toString());
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
    List<String> pairs = new ArrayList<>();
    arguments.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join(";", pairs);
  }
}
