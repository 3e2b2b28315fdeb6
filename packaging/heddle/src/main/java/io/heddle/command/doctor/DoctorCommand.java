package io.heddle.command.doctor;

import io.heddle.command.cli.SettingsOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what {@link Examination} finds; exit code 1 if anything is broken. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Check the installation: Java, home, policy, spool, archive, ledger, sidecar, ports, JVMs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is broken", "1:something is broken", "2:bad arguments"})
public final class DoctorCommand implements Callable<Integer> {
  /** How findings are printed. */
  enum Format {
    table,
    json
  }

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    List<Finding> findings = Examination.of(options.lenientSettings());
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      FindingsJson.print(findings, out);
    } else {
      FindingsTable.print(findings, spec.commandLine().getColorScheme().ansi(), out);
    }
    out.flush();
    return findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.BROKEN) ? 1 : 0;
  }
}
