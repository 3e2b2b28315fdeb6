package io.heddle.command.policy;

import io.heddle.command.cli.SettingsOptions;
import io.heddle.sampler.policy.Policy;
import io.heddle.sampler.policy.PolicyExplanation;
import io.heddle.sampler.policy.file.Reading;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a tenant has its label and its traces, or has not. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say why a tenant has its label and its traces, or has not.",
      "Asks the agent whose scrape page is at heddle.metrics.host and heddle.metrics.port;"
          + " without one, reads the policy file, and takes Heddle's defaults for what it leaves open."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:explained", "1:no agent answers and the file is refused", "2:bad arguments"})
final class ExplainCommand implements Callable<Integer> {
  /** The settings are the process's, and only its agent knows them. */
  private static final String DEFAULTS =
      "Where the file says nothing this goes by Heddle's defaults. A process may have been given other"
          + " settings (heddle.labels.budget, heddle.traces.budget, …): ask its agent, with"
          + " -D heddle.metrics.port=PORT.";

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Parameters(paramLabel = "TENANT", description = "The tenant's ID.")
  private String tenant;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Read this policy file and ask no agent.")
  private Path file;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    PrintWriter out = spec.commandLine().getOut();
    int exitCode = file == null ? byAgent(settings, out) : byFile(file, out);
    out.flush();
    return exitCode;
  }

  private int byAgent(Settings settings, PrintWriter out) throws InterruptedException {
    RunningAgent agent = new RunningAgent(settings);
    try {
      String answer = agent.explain(tenant);
      out.println(tenant + ", by the agent at " + agent.address() + ":");
      out.println(answer);
      return 0;
    } catch (IOException nobody) {
      out.println("no agent answers at " + agent.address() + " (" + reason(nobody) + ")");
    }
    Path named = settings.path(Setting.HOME).resolve(settings.path(Setting.POLICY));
    if (Files.exists(named)) {
      return byFile(named, out);
    }
    out.println(tenant + ", by the defaults, because there is no policy file " + named + ":");
    out.println(PolicyExplanation.of(Policy.DEFAULT, tenant));
    out.println(DEFAULTS);
    return 0;
  }

  private int byFile(Path path, PrintWriter out) {
    Reading reading = PolicySource.read(path);
    if (reading instanceof Reading.Accepted accepted) {
      out.println(tenant + ", by the policy file " + path + ":");
      out.println(PolicyExplanation.of(accepted.policy(), tenant));
      out.println(DEFAULTS);
      return 0;
    }
    out.println(path + " is refused; heddle policy check " + path + " says why");
    return 1;
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
