package io.heddle.command.demo;

import io.heddle.command.cli.CommandFailure;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Asks the archive the way a user does: through {@code heddle audit}, in this process. */
final class Audit {
  private final CommandLine audit;

  /**
   * @param audit the subcommand
   */
  Audit(CommandLine audit) {
    this.audit = audit;
  }

  /** Hands each record of the home's archive, a JSON object, to {@code records}. */
  void forEachRecord(Path home, Consumer<String> records) {
    run(
        new PrintWriter(new Lines(records)),
        "query",
        "--home=" + home,
        "--format=ndjson",
        "--limit=0");
  }

  /** Runs a command line of {@code heddle audit} and returns what it prints. */
  List<String> lines(String... arguments) {
    List<String> lines = new ArrayList<>();
    run(new PrintWriter(new Lines(lines::add)), arguments);
    return lines;
  }

  private void run(PrintWriter out, String... arguments) {
    PrintWriter before = audit.getOut();
    try (out) {
      int exitCode = audit.setOut(out).execute(arguments);
      if (exitCode != 0) {
        throw new CommandFailure(
            "heddle audit "
                + String.join(" ", Arrays.asList(arguments))
                + " failed with exit code "
                + exitCode);
      }
    } finally {
      audit.setOut(before);
    }
  }

  /** Cuts what is written into lines. */
  private static final class Lines extends Writer {
    private final Consumer<String> lines;
    private final StringBuilder line = new StringBuilder();

    Lines(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(char[] text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          end();
        } else if (text[i] != '\r') {
          line.append(text[i]);
        }
      }
    }

    private void end() {
      lines.accept(line.toString());
      line.setLength(0);
    }

    @Override
    public void flush() {
      // A line is handed on when it ends, and not before.
    }

    @Override
    public void close() {
      if (line.length() > 0) {
        end();
      }
    }
  }
}
