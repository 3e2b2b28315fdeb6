package io.heddle.it.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.JvmCommand;
import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A disk and a clock that misbehave on command, for any number of JVMs: {@code faults.c},
 * preloaded. Needs a C compiler; without one a test that needs this is not run.
 */
final class FaultyMachine {
  /** {@code errno.h} of Linux. */
  enum Errno {
    EIO(5),
    ENOSPC(28),
    EROFS(30);

    private final int number;

    Errno(int number) {
      this.number = number;
    }
  }

  private static final Path SOURCE = Repository.file("integration-tests/src/test/c/faults.c");
  private static final int CLOCK_OFFSET = 0;
  private static final int CLOCK_FROZEN = 8;
  private static final int SYNC_ERRNO = 16;
  private static final int SYNCS_SPARED = 24;
  private static final int SYNCS_FAILING = 32;
  private static final int WRITE_ERRNO = 40;
  private static final int FAILURES = 48;
  private static final int BYTES = 56;

  private final Path library;
  private final Path below;
  private final Path pageFile;
  private final Path trace;
  private final ByteBuffer page;

  private FaultyMachine(Path library, Path below, Path folder) throws IOException {
    this.library = library;
    this.below = below.toRealPath();
    pageFile = folder.resolve("faults.page");
    trace = folder.resolve("faults.trace");
    try (FileChannel channel =
        FileChannel.open(
            pageFile,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      page = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES).order(ByteOrder.nativeOrder());
    }
  }

  /**
   * A machine on which all is well so far.
   *
   * @param below the only folder whose files are concerned
   * @param folder for what this needs itself
   */
  static FaultyMachine of(Path below, Path folder) throws IOException, InterruptedException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "it is preloaded on Linux");
    Path library = folder.resolve("libfaults.so");
    assumeTrue(isCompiled(library), "it takes a C compiler, cc");
    Files.createDirectories(below);
    return new FaultyMachine(library, below, folder);
  }

  private static boolean isCompiled(Path library) throws IOException, InterruptedException {
    ProcessBuilder cc =
        new ProcessBuilder(
            "cc",
            "-shared",
            "-fPIC",
            "-O1",
            "-o",
            library.toString(),
            SOURCE.toString(),
            "-ldl",
            "-lpthread");
    try {
      return cc.inheritIO().start().waitFor() == 0;
    } catch (IOException noCompiler) {
      return false;
    }
  }

  /** Has a JVM run on it. */
  JvmCommand on(JvmCommand command) {
    return command
        .environment("LD_PRELOAD", library.toString())
        .environment("FAULTS_BELOW", below.toString())
        .environment("FAULTS_PAGE", pageFile.toString());
  }

  /** Has a JVM run on it, and keeps a diary of what it asks of its files. */
  JvmCommand tracing(JvmCommand command) {
    return on(command).environment("FAULTS_TRACE", trace.toString());
  }

  /** The diary. */
  Path trace() {
    return trace;
  }

  /** From now on the time of day is wrong by so much. */
  void setClock(Duration offset) {
    page.putLong(CLOCK_FROZEN, 0);
    page.putLong(CLOCK_OFFSET, offset.toNanos());
  }

  /** From now on the time of day stands still. */
  void freezeClock() {
    page.putLong(CLOCK_FROZEN, System.currentTimeMillis() * 1_000_000 + page.getLong(CLOCK_OFFSET));
  }

  /** So many syncs succeed, then so many fail; negative: all from then on. */
  void failSyncs(Errno errno, int spared, int failing) {
    page.putLong(SYNCS_SPARED, spared);
    page.putLong(SYNCS_FAILING, failing);
    page.putLong(SYNC_ERRNO, errno.number);
  }

  /** Every write fails, and whatever else changes a file or a folder. */
  void failWrites(Errno errno) {
    page.putLong(WRITE_ERRNO, errno.number);
  }

  /** The disk is as good as new. */
  void mendDisk() {
    page.putLong(SYNC_ERRNO, 0);
    page.putLong(WRITE_ERRNO, 0);
  }

  /** How many calls have failed on it. */
  long failures() {
    return page.getLong(FAILURES);
  }
}
