package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Eventually;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.MetricsPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code CommitApplication} on the packaged agent and PostgreSQL, with its home on a disk that is
 * to fail.
 */
final class CommitRun implements AutoCloseable {
  /** Also for the longest time that the agent takes between two looks at a disk that fails. */
  private static final Duration LONG = Duration.ofSeconds(120);

  /** What the application says of a write. */
  record Commit(String outcome, String write, long micros, String rest) {
    private static Commit parse(String line) {
      String[] words = line.split(" ", 4);
      return new Commit(words[0], words[1], Long.parseLong(words[2]), words[3]);
    }

    boolean isCommitted() {
      return outcome.equals("COMMITTED");
    }
  }

  private final AgentHome home;
  private final Ledger ledger;
  private final Path answers;
  private final Path stop;
  private final Jvm application;
  private final Path folder;

  private CommitRun(AgentHome home, Ledger ledger, Path folder, Path answers, Jvm application) {
    this.home = home;
    this.ledger = ledger;
    this.folder = folder;
    this.answers = answers;
    this.stop = folder.resolve("stop");
    this.application = application;
  }

  /**
   * Starts it.
   *
   * @param ways how it commits, separated by commas
   * @param folder for what is not to fail
   */
  static CommitRun start(SpoolDisk disk, String guarantee, String ways, Path folder)
      throws IOException, SQLException {
    AgentHome home =
        AgentHome.in(disk.path())
            .with("spool.segment-bytes", "64KiB")
            .with("audit.guarantee", guarantee);
    Ledger ledger = Ledger.in(Database.POSTGRESQL.newUrl(folder));
    Path answers = folder.resolve("answers");
    Jvm application =
        disk.on(Jvm.on(Jdks.newest()).agent(home))
            .environment("OTEL_TRACES_EXPORTER", "none")
            .main("io.heddle.it.apps.jdbc.CommitApplication", ClassPath.ofApplications())
            .arguments(ledger.url(), 2, answers, folder.resolve("stop"), ways)
            .start("application", folder);
    return new CommitRun(home, ledger, folder, answers, application);
  }

  /** Waits until so many more writes have been committed, or have failed. */
  void await(boolean isCommitted, int more) {
    long before = count(isCommitted);
    Eventually.holds(
        more + (isCommitted ? " more are committed" : " more fail"),
        LONG,
        () -> {
          if (!application.isRunning()) {
            throw new AssertionError("it has ended: " + application.describe());
          }
          return count(isCommitted) >= before + more;
        });
  }

  /** Waits until a counter of the agent has reached so much. */
  void awaitCounter(String name, double least) {
    Eventually.holds(name + " is " + least, LONG, () -> counter(name) >= least);
  }

  /** What a counter of the agent says now. */
  long counter(String name) {
    return (long) MetricsPage.scrape(home.metricsPort()).sum(name);
  }

  /** Has it end when what it is doing is done. */
  void stop() throws IOException, InterruptedException {
    Files.createFile(stop);
    assertThat(application.awaitExit()).as(application.describe()).isZero();
    assertThat(application.stderr())
        .as("what the application was told beside")
        .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
  }

  /** All that it has said so far. */
  List<Commit> commits() {
    try {
      return Files.exists(answers)
          ? Files.readAllLines(answers).stream().map(Commit::parse).toList()
          : List.of();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The writes that have failed, or the others. */
  Set<String> writes(boolean isCommitted) {
    return commits().stream()
        .filter(commit -> commit.isCommitted() == isCommitted)
        .map(Commit::write)
        .collect(Collectors.toSet());
  }

  /** The writes that PostgreSQL has. */
  Set<String> inDatabase() throws SQLException {
    return ledger.committed();
  }

  ArchiveReader archive() {
    return ArchiveReader.of(Jdks.newest(), home, folder);
  }

  /** Asks PostgreSQL what became of transactions whose outcome was not recorded. */
  void resolve() throws Exception {
    try (Jvm command = archive().run("audit", "resolve", "--jdbc-url", ledger.url())) {
      assertThat(command.awaitExit()).as(command.describe()).isBetween(0, 1);
    }
  }

  /** Holds what is archived against what the database has. */
  Account account() throws Exception {
    return Account.of(Answered.in(List.of(answers)), inDatabase(), archive().all());
  }

  @Override
  public void close() {
    application.close();
  }

  private long count(boolean isCommitted) {
    return commits().stream().filter(commit -> commit.isCommitted() == isCommitted).count();
  }
}
