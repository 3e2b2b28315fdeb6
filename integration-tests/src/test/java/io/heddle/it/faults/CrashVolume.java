package io.heddle.it.faults;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ClassPath;
import io.heddle.it.harness.Database;
import io.heddle.it.harness.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One home with several applications and two archivers, one of which waits for the other's end.
 * Whoever is killed is started again at once.
 */
final class CrashVolume implements AutoCloseable {
  private static final int SIDECARS = 2;

  /** Until a JVM that was just started has written so much, at most. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration GLANCE = Duration.ofMillis(5);

  /** What has become of those that were killed. */
  static final class Toll {
    private int applications;
    private int writing;
    private int sidecars;

    int kills() {
      return applications + sidecars;
    }

    /** Applications killed. */
    int applications() {
      return applications;
    }

    /** Of these, those that had begun to write. */
    int writing() {
      return writing;
    }

    /** Archivers killed. */
    int sidecars() {
      return sidecars;
    }
  }

  private final CrashPlan plan;
  private final Random random;
  private final Path folder;
  private final AgentHome home;
  private final Ledger ledger;
  private final Jvm[] applications;
  private final Path[] answers;
  private final Jvm[] sidecars = new Jvm[SIDECARS];
  private final Toll toll = new Toll();
  private int runs;

  private CrashVolume(CrashPlan plan, Random random, Path folder) throws IOException, SQLException {
    this.plan = plan;
    this.random = random;
    this.folder = Files.createDirectories(folder);
    home =
        AgentHome.in(folder)
            .with("metrics.port", "0")
            .with("spool.segment-bytes", "256KiB")
            .with("audit.guarantee", plan.guarantee());
    ledger = Ledger.in(Database.POSTGRESQL.newUrl(folder));
    applications = new Jvm[plan.applications()];
    answers = new Path[plan.applications()];
  }

  /** Starts everything. */
  static CrashVolume start(CrashPlan plan, Random random, Path folder)
      throws IOException, SQLException {
    CrashVolume volume = new CrashVolume(plan, random, folder);
    for (int i = 0; i < plan.applications(); i++) {
      volume.startApplication(i);
    }
    for (int i = 0; i < SIDECARS; i++) {
      volume.startSidecar(i);
    }
    return volume;
  }

  Toll toll() {
    return toll;
  }

  /** Kills an application, an archiver, or one of each at once, at some moment. */
  void kill() throws IOException, InterruptedException {
    int dice = random.nextInt(10);
    boolean isApplication = dice < 7;
    boolean isSidecar = dice >= 5;
    int application = random.nextInt(applications.length);
    int sidecar = random.nextInt(SIDECARS);
    if (isApplication) {
      awaitSomeMoment(application);
    } else {
      sidecars[sidecar].endsWithin(Duration.ofMillis(random.nextInt(1_500)));
    }
    if (isApplication) {
      kill(application);
    }
    if (isSidecar) {
      toll.sidecars++;
      sidecars[sidecar].kill();
    }
    if (isApplication) {
      startApplication(application);
    }
    if (isSidecar) {
      sidecars[sidecar].close();
      startSidecar(sidecar);
    }
  }

  /** Kills everything that is left, has the rest archived, and holds it against the database. */
  Account settle() throws IOException, InterruptedException, SQLException {
    for (int i = 0; i < applications.length; i++) {
      kill(i);
    }
    close();
    ArchiveReader archive = ArchiveReader.of(plan.jdk(), home, folder);
    if (plan.isPromised()) {
      checkThatItWasPromised(archive);
      resolve(archive);
    }
    return Account.of(Answered.in(answersOfAll()), ledger.committed(), archive.all());
  }

  /** Without an intent of anybody the run would say nothing of what it is about. */
  private void checkThatItWasPromised(ArchiveReader archive)
      throws IOException, InterruptedException {
    try (Jvm events =
        archive.run("audit", "events", "--kind", "intent", "--limit", "1", "--format", "ndjson")) {
      if (events.awaitExit() != 0 || events.stdout().isEmpty()) {
        throw new AssertionError("nobody was promised anything: " + events.describe());
      }
    }
  }

  /** What was committed, or not, while its process died: PostgreSQL knows. */
  private void resolve(ArchiveReader archive) throws IOException, InterruptedException {
    try (Jvm resolve =
        archive.run("audit", "resolve", "--jdbc-url", ledger.url(), "--user", "postgres")) {
      if (resolve.awaitExit() != 0) {
        throw new AssertionError("something stays in doubt: " + resolve.describe());
      }
    }
  }

  /** What {@code heddle audit verify} says of the archive; the test fails if it is not sound. */
  String verify() throws IOException, InterruptedException {
    try (Jvm verify = ArchiveReader.of(plan.jdk(), home, folder).run("audit", "verify")) {
      if (verify.awaitExit() != 0) {
        throw new AssertionError("the archive is not sound: " + verify.describe());
      }
      return String.join(" ", verify.stdout());
    }
  }

  @Override
  public void close() {
    Stream.concat(Arrays.stream(applications), Arrays.stream(sidecars))
        .filter(jvm -> jvm != null)
        .forEach(Jvm::close);
  }

  /** Mostly in the middle of its work; sometimes while it starts. */
  private void awaitSomeMoment(int application) throws IOException, InterruptedException {
    Jvm jvm = applications[application];
    if (random.nextInt(8) == 0) {
      jvm.endsWithin(Duration.ofMillis(random.nextInt(1_000)));
      return;
    }
    long written = 1 + random.nextInt(8_000);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (sizeOf(answers[application]) < written) {
      if (jvm.endsWithin(GLANCE) || System.nanoTime() - deadline > 0) {
        throw new AssertionError("it does not write: " + jvm.describe());
      }
    }
  }

  private void kill(int application) throws IOException {
    toll.applications++;
    toll.writing += sizeOf(answers[application]) > 0 ? 1 : 0;
    applications[application].kill();
    applications[application].close();
  }

  private void startApplication(int slot) throws IOException {
    String run = "r" + ++runs;
    answers[slot] = folder.resolve(run + ".answers");
    applications[slot] =
        Jvm.on(plan.jdk())
            .agent(home.with("service.name", run))
            .environment("OTEL_TRACES_EXPORTER", "none")
            .main("io.heddle.it.apps.jdbc.JdbcApplication", ClassPath.ofApplications())
            .arguments(ledger.url(), run, plan.threads(), plan.restMicros(), answers[slot])
            .start(run, folder);
  }

  private void startSidecar(int slot) throws IOException {
    sidecars[slot] =
        ArchiveReader.of(plan.jdk(), home, folder.resolve("sidecar" + ++runs))
            .run(
                "sidecar",
                "--wait",
                "-D",
                "heddle.sidecar.port=0",
                "-D",
                "heddle.archive.poll=1ms",
                "-D",
                "heddle.archive.seal-records=3000");
  }

  private List<Path> answersOfAll() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".answers")).toList();
    }
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
