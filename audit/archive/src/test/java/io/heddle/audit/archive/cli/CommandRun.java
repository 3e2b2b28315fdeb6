package io.heddle.audit.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heddle.audit.archive.retention.RetentionPolicy;
import io.heddle.audit.spool.privacy.MasterKeySource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** One run of {@code heddle audit} in this process. */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(Path home, String... arguments) {
    return of(home, RetentionPolicy.EVERYTHING, arguments);
  }

  static CommandRun of(Path home, RetentionPolicy policy, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(
                new AuditCommand(
                    () -> home,
                    () -> policy,
                    source ->
                        new MasterKeySource(
                            source.isEmpty() ? "file:" + home.resolve("master") : source,
                            name -> null),
                    arguments[0]))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }
}
