package io.heddle.audit.archive.cli;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.Archiver;
import io.heddle.audit.archive.Machine;
import io.heddle.audit.spool.SpoolWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer from an archive that has lost files says so. */
class MissingSegmentTest {
  private static final List<List<String>> ANSWERS =
      List.of(
          List.of("query"),
          List.of("query", "--group-by", "tenant"),
          List.of("query", "--sql", "SELECT count(*) FROM operation"),
          List.of("export", "--format", "csv", "--output", "-"),
          List.of("stats"),
          List.of("tail"),
          List.of("events"));

  @TempDir private Path home;
  private ArchiveHome archive;

  /** Two sealed segments, and a record that is not sealed. */
  @BeforeEach
  void seal() throws Exception {
    archive = new ArchiveHome(home);
    try (SpoolWriter writer = new Machine(home).boot(1);
        Archiver archiver = new Machine(home).archiver(100, 1_000)) {
      for (int i = 0; i < 3; i++) {
        Machine.append(writer, request("acme", START + i));
        archiver.drain();
        if (i < 2) {
          archiver.seal();
        }
      }
    }
  }

  @Test
  void aWholeArchiveIsComplete() {
    for (List<String> answer : ANSWERS) {
      CommandRun run = strict(answer);
      assertThat(run.exitCode()).as("%s %s", answer, run.err()).isZero();
      assertThat(run.err()).as("%s", answer).doesNotContain("not complete");
    }
  }

  @Test
  void everyAnswerSaysThatASealedSegmentIsMissing() throws Exception {
    Files.delete(archive.segment(1));
    for (List<String> answer : ANSWERS) {
      CommandRun run = CommandRun.of(home, answer.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", answer).isZero();
      assertThat(run.err())
          .as("%s", answer)
          .contains(
              "not complete: "
                  + archive.segment(1)
                  + " is missing, and nothing says that it was"
                  + " pruned");
      assertThat(strict(answer).exitCode()).as("%s", answer).isEqualTo(7);
    }
    assertThat(CommandRun.of(home, "show", "--strict", "at-00000000000000000000000000").exitCode())
        .isEqualTo(7);
  }

  @Test
  void whatWasPrunedIsNotMissingButIncomplete() {
    assertThat(CommandRun.of(home, "prune", "--keep-bytes", "1").exitCode()).isZero();
    CommandRun run = CommandRun.of(home, "query", "--strict");
    assertThat(run.err()).contains("were pruned").doesNotContain("is missing");
    assertThat(run.exitCode()).isEqualTo(7);
  }

  @Test
  void aHotFileThatWasRemovedIsMissed() throws Exception {
    Files.delete(archive.hot());
    CommandRun asIs = CommandRun.of(home, "query", "--no-archive");
    assertThat(asIs.err()).contains("not complete: " + archive.hot() + " is missing");
    CommandRun archived = CommandRun.of(home, "query", "--strict");
    assertThat(archived.err()).contains("not complete: the records of leaves ");
    assertThat(archived.exitCode()).isEqualTo(7);
  }

  private CommandRun strict(List<String> answer) {
    String[] arguments = answer.toArray(new String[answer.size() + 1]);
    arguments[answer.size()] = "--strict";
    return CommandRun.of(home, arguments);
  }
}
