package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveEvents;
import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveOptions;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.resolve.Answer;
import io.heddle.audit.archive.resolve.PostgresServers;
import io.heddle.audit.archive.store.Doubt;
import io.heddle.audit.spool.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heddle audit resolve}. */
@Command(
    name = "resolve",
    description = {
      "Ask PostgreSQL what became of transactions whose process died between its commit and the",
      "record of it. A sidecar with heddle.audit.resolve.urls does so by itself; it must be",
      "stopped for this."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --jdbc-url: lists them. What cannot be told stays PENDING, and is UNKNOWN after",
      "heddle.audit.resolve.patience. Examples:",
      "  heddle audit resolve",
      "  heddle audit resolve --jdbc-url jdbc:postgresql://db/orders --user auditor"
    })
final class ResolveCommand implements Callable<Integer> {
  private static final int NOT_ALL = 1;

  @Mixin private LedgerOutput output;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description = "Any database of the server; may be given for several servers.")
  private List<String> urls = new ArrayList<>();

  @Option(names = "--user", paramLabel = "NAME", description = "Who connects.")
  private String user = "";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Its first line is the password.")
  private Path passwordFile;

  @Option(names = "--give-up", description = "Let those that cannot be told be UNKNOWN, for good.")
  private boolean givesUp;

  @Override
  public Integer call() {
    return output.answer(
        () -> {
          try (Archiver archiver =
              Archiver.open(output.audit().home(), ArchiveOptions.DEFAULT, ArchiveEvents.NONE)) {
            archiver.drain();
            int left = resolve(archiver);
            output.out().flush();
            return left == 0 ? 0 : NOT_ALL;
          }
        });
  }

  private int resolve(Archiver archiver) throws ArchiveException {
    int left = 0;
    PostgresServers servers = new PostgresServers(urls, user, passwordFile);
    List<Doubt> doubts = archiver.doubts();
    if (doubts.isEmpty()) {
      output.tell("no transaction is in doubt");
    }
    for (Answer answer : servers.ask(doubts)) {
      Outcome outcome = answer.outcome();
      if (!answer.isFinal() && givesUp) {
        outcome = Outcome.UNKNOWN;
      }
      if (outcome == Outcome.PENDING) {
        left++;
      } else {
        archiver.resolve(answer.doubt(), outcome, answer.how());
      }
      print(answer, outcome);
    }
    return left;
  }

  private void print(Answer answer, Outcome outcome) {
    Doubt doubt = answer.doubt();
    String line =
        outcome
            + "  "
            + output.audit().times().exact(doubt.intendedMicros())
            + "  "
            + doubt.node()
            + "  transaction "
            + doubt.transaction()
            + "  "
            + answer.how();
    output.out().println(Plain.text(line));
  }
}
