package io.heddle.command.demo;

import io.heddle.command.cli.Program;
import io.heddle.command.cli.SettingsOptions;
import io.heddle.command.cli.Terminal;
import io.heddle.command.demo.evidence.Check;
import io.heddle.command.demo.evidence.Evidence;
import io.heddle.settings.Setting;
import io.heddle.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a {@link Demo} and tells what came of it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Run an order service under load with the agent on it, and check what it tells.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every claim was checked and holds",
      "1:a claim does not hold, or something did not start",
      "2:bad command line"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_TENANTS = 100_000;

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long; default: until Ctrl-C, without the checks.")
  private int seconds;

  @Option(
      names = "--tenants",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many tenants; default: ${DEFAULT-VALUE}.")
  private int tenants;

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many tenants may have a label, ~other included; default: ${DEFAULT-VALUE}.")
  private int labels;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "150",
      description = "Requests a second; default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "Clients that send them; default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--demo-home",
      paramLabel = "DIR",
      description = "Where its data lies, removed by the next demo; default: demo in heddle.home.")
  private Path demoHome;

  @Override
  public Integer call() {
    require("--seconds", seconds, 0, 86_400);
    require("--tenants", tenants, 1, MOST_TENANTS);
    require("--labels", labels, 1, MOST_TENANTS);
    require("--rate", rate, 1, 100_000);
    require("--threads", threads, 1, 1_000);
    Settings settings = options.settings();
    Path heddleHome = settings.path(Setting.HOME).toAbsolutePath().normalize();
    Path path = demoHome == null ? heddleHome.resolve("demo") : demoHome.toAbsolutePath();
    PrintWriter out = spec.commandLine().getOut();
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    Audit audit = new Audit(spec.parent().subcommands().get("audit"));
    try (DemoHome home = DemoHome.take(path.normalize())) {
      introduce(home, out);
      LiveTable table = new LiveTable(out, ansi, Terminal.isInteractive(), Terminal.columns());
      Demo.Plan plan = new Demo.Plan(tenants, labels, rate, threads, seconds);
      Demo.Result result =
          new Demo(plan, home, heddleHome.resolve("cache"), Program.jar(), audit, table).run();
      return conclude(home, result, audit, new Summary(out, ansi, Program.name()));
    }
  }

  private void introduce(DemoHome home, PrintWriter out) {
    out.println(
        "Starting an order service, an inventory service and the sidecar in " + home.path());
    if (seconds == 0) {
      out.println("Ctrl-C ends it; with --seconds=N it ends by itself and checks what it shows.");
      out.println(
          "Its archive stays: "
              + Program.name()
              + " audit query "
              + Program.quoted("--home=" + home.path()));
    }
    out.flush();
  }

  private static int conclude(DemoHome home, Demo.Result result, Audit audit, Summary summary) {
    Evidence evidence = result.evidence();
    List<Check> checks = evidence.checks();
    summary.print(checks, evidence.load().firstSurprises());
    summary.printExplanations(result.explanations());
    summary.printWhereToLook(home.path(), evidence.load().placedByTenant(), audit);
    return checks.stream().allMatch(Check::holds) ? CommandLine.ExitCode.OK : 1;
  }

  private void require(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is %.0f, expected %.0f to %.0f".formatted(option, value, least, most));
    }
  }
}
