package io.heddle.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small file system of a test's own. Needs the right to mount one; a test that may not is
 * skipped, visibly.
 */
abstract class MountedDisk implements SpoolDisk {
  private static final String NO_RIGHT = "no right to mount a file system";

  final Path mount;

  private MountedDisk(Path folder) throws IOException {
    mount = Files.createDirectories(folder.resolve("disk")).toRealPath();
  }

  /** One that becomes full. */
  static SpoolDisk tmpfs(Path folder) throws IOException, InterruptedException {
    MountedDisk disk = new Tmpfs(folder);
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.mount), NO_RIGHT);
    return disk;
  }

  /** One that becomes read-only. */
  static SpoolDisk ext4(Path folder) throws IOException, InterruptedException {
    Ext4 disk = new Ext4(folder);
    try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength(16 << 20);
    }
    assumeTrue(run("mkfs.ext4", "-q", disk.image), "no mkfs.ext4");
    assumeTrue(disk.mount(), NO_RIGHT);
    try {
      assumeTrue(Files.isWritable(disk.trigger()), "this kernel plays no errors of ext4");
    } catch (RuntimeException skipped) {
      disk.close();
      throw skipped;
    }
    return disk;
  }

  @Override
  public Path path() {
    return mount;
  }

  @Override
  public void close() throws IOException {
    start("umount", "-l", mount).onExit().join();
  }

  private static boolean run(Object... command) throws InterruptedException {
    try {
      return start(command).waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static Process start(Object... command) throws IOException {
    return new ProcessBuilder(Stream.of(command).map(Object::toString).toList())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static final class Tmpfs extends MountedDisk {
    Tmpfs(Path folder) throws IOException {
      super(folder);
    }

    @Override
    public void breakDown() {
      byte[] page = new byte[4096];
      try (OutputStream rest = Files.newOutputStream(filling())) {
        while (true) {
          rest.write(page);
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
    }

    @Override
    public void mend() throws IOException {
      Files.delete(filling());
    }

    private Path filling() {
      return mount.resolve("filling");
    }
  }

  private static final class Ext4 extends MountedDisk {
    private final Path image;

    Ext4(Path folder) throws IOException {
      super(folder);
      image = folder.resolve("disk.image");
    }

    boolean mount() throws IOException, InterruptedException {
      return run("mount", "-o", "loop,errors=remount-ro", image, mount);
    }

    @Override
    public void breakDown() throws IOException {
      Files.writeString(trigger(), "1");
    }

    @Override
    public void mend() throws IOException, InterruptedException {
      assertThat(run("umount", mount)).isTrue();
      assertThat(mount()).isTrue();
    }

    @Override
    public boolean isMendedWhileInUse() {
      return false;
    }

    private Path trigger() throws IOException {
      List<String> device =
          Files.readAllLines(Path.of("/proc/mounts")).stream()
              .map(line -> line.split(" "))
              .filter(words -> words[1].equals(mount.toString()))
              .map(words -> words[0].substring(words[0].lastIndexOf('/') + 1))
              .toList();
      return Path.of("/sys/fs/ext4", device.get(0), "trigger_fs_error");
    }
  }
}
