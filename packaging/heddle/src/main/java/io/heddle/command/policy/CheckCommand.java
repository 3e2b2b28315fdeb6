package io.heddle.command.policy;

import io.heddle.sampler.policy.file.Reading;
import io.heddle.sampler.policy.yaml.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether an agent would accept a policy file, and all that is wrong if not. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check a policy file as the agent does, before it does.",
      "Each problem is a line FILE:LINE:COLUMN: what stands there and what is expected.",
      "Whether the revision is newer than the one in force is for each agent to say."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is a policy",
      "1:it is refused, or cannot be read",
      "2:bad arguments"
    })
final class CheckCommand implements Callable<Integer> {
  /** How problems are printed. */
  enum Format {
    table,
    json
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The policy file.")
  private Path file;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Format format;

  @Override
  public Integer call() {
    Reading reading = PolicySource.read(file);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      CheckJson.print(file, reading, out);
    } else {
      print(reading, out);
    }
    out.flush();
    return reading instanceof Reading.Accepted ? 0 : 1;
  }

  private void print(Reading reading, PrintWriter out) {
    if (reading instanceof Reading.Accepted accepted) {
      out.println(file + ": revision " + accepted.policy().revision() + " is valid");
      return;
    }
    List<Problem> problems = ((Reading.Refused) reading).problems();
    int width = problems.stream().mapToInt(problem -> place(problem).length()).max().orElse(0);
    for (Problem problem : problems) {
      String place = place(problem);
      out.println(place + " ".repeat(width - place.length()) + "  " + problem.sentence());
    }
  }

  private String place(Problem problem) {
    return file + ":" + problem.place() + ":";
  }
}
