package io.heddle.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file system in memory, of a test's own. Needs the right to mount one; a test that may not is
 * skipped, visibly.
 */
public final class Tmpfs implements AutoCloseable {
  private final Path path;

  private Tmpfs(Path path) {
    this.path = path;
  }

  /**
   * Mounts one at a folder, which is made.
   *
   * @param options of {@code mount}, such as {@code size=1m}
   */
  public static Tmpfs at(Path folder, String options) throws IOException, InterruptedException {
    Tmpfs mounted = new Tmpfs(Files.createDirectories(folder));
    boolean isMounted = mounted.run("mount", "-t", "tmpfs", "-o", options, "tmpfs");
    assumeTrue(isMounted, "no right to mount a file system");
    return mounted;
  }

  /** Where it is mounted. */
  public Path path() {
    return path;
  }

  /** Changes its options while it is in use. */
  public void remount(String options) throws IOException, InterruptedException {
    if (!run("mount", "-o", "remount," + options)) {
      throw new AssertionError(path + " could not be mounted again with " + options);
    }
  }

  @Override
  public void close() throws IOException {
    start("umount", "-l").onExit().join();
  }

  private boolean run(String... command) throws IOException, InterruptedException {
    return start(command).waitFor() == 0;
  }

  private Process start(String... command) throws IOException {
    String[] whole = Arrays.copyOf(command, command.length + 1);
    whole[command.length] = path.toString();
    return new ProcessBuilder(whole)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
