package io.heddle.audit.archive;

import static io.heddle.audit.archive.Captured.START;
import static io.heddle.audit.archive.Captured.request;
import static io.heddle.audit.archive.Captured.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.verify.Progress;
import io.heddle.audit.archive.verify.Report;
import io.heddle.audit.archive.verify.VerifiedState;
import io.heddle.audit.archive.verify.Verifier;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolWriter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiverKillTest {
  private static final int TRANSACTIONS = 700;

  @TempDir private Path home;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void neitherLosesNorDoublesHoweverOftenItIsKilled(long seed) throws Exception {
    Machine machine = new Machine(home);
    try (SpoolWriter writer = machine.boot(seed)) {
      for (int transaction = 1; transaction <= TRANSACTIONS; transaction++) {
        Machine.append(writer, write("a", transaction, 0));
        Machine.append(writer, request("b", START + transaction));
        Machine.append(writer, write("a", transaction, 1));
        Outcome outcome = transaction % 3 == 0 ? Outcome.ROLLED_BACK : Outcome.COMMITTED;
        while (!writer.appendOutcome(transaction, 0, 2, outcome, START)) {
          Thread.onSpinWait();
        }
      }
    }
    Random random = new Random(seed);
    int kills = 0;
    VerifiedState signed = verified(null);
    while (!isDoneBeforeItIsKilled(seed + kills, random.nextInt(40))) {
      kills++;
      signed = verified(signed);
    }
    verified(signed);
    List<ArchivedOperation> all = machine.all();
    assertThat(kills).isPositive();
    assertThat(all).hasSize(3 * TRANSACTIONS);
    assertThat(all).extracting(found -> found.record().seq()).doesNotHaveDuplicates();
    assertThat(all)
        .filteredOn(found -> found.record().transaction() > 0)
        .allSatisfy(
            found ->
                assertThat(found.record().outcome())
                    .isEqualTo(
                        found.record().transaction() % 3 == 0
                            ? Outcome.ROLLED_BACK
                            : Outcome.COMMITTED));
    assertThat(home.resolve("spool/node")).isEmptyDirectory();
  }

  /**
   * What was signed before is a beginning of what is signed now, and all of it is as signed. Until
   * an archiver has made the archive there is none to verify.
   */
  private VerifiedState verified(VerifiedState before) throws Exception {
    if (before == null && Files.notExists(home.resolve("archive"))) {
      return null;
    }
    Report report = Verifier.verify(home, List.of(), before, Progress.NONE);
    assertThat(report.isSound()).as(report.toString()).isTrue();
    return report.state();
  }

  /** Lets an archiver do so many steps, then kills it in the middle of the next. */
  private boolean isDoneBeforeItIsKilled(long seed, int steps) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledArchiver.class.getName(),
                home.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (int step = 0; step <= steps; step++) {
        String line = out.readLine();
        if (line == null || line.equals("done")) {
          assertThat(line).isEqualTo("done");
          return true;
        }
      }
      return false;
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
