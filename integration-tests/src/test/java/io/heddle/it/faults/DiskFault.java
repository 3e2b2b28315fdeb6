package io.heddle.it.faults;

import io.heddle.it.faults.FaultyMachine.Errno;
import io.heddle.it.harness.JvmCommand;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be wrong with a disk: played by {@code faults.c}, or so in truth. */
enum DiskFault {
  /** There is no room for another file. */
  FULL {
    @Override
    SpoolDisk in(Path folder) throws IOException, InterruptedException {
      return new Played(folder, machine -> machine.failWrites(Errno.ENOSPC));
    }
  },
  /** Every sync fails. */
  SYNC_FAILS {
    @Override
    SpoolDisk in(Path folder) throws IOException, InterruptedException {
      return new Played(folder, machine -> machine.failSyncs(Errno.EIO, 0, -1));
    }
  },
  /** As a file system does it that has found an error in itself: what is open fails as well. */
  READ_ONLY {
    @Override
    SpoolDisk in(Path folder) throws IOException, InterruptedException {
      return new Played(
          folder,
          machine -> {
            machine.failSyncs(Errno.EROFS, 0, -1);
            machine.failWrites(Errno.EROFS);
          });
    }
  },
  /** Somebody has moved the spool away, and put something in its place. */
  REMOVED {
    @Override
    SpoolDisk in(Path folder) {
      return new RemovedFolder(folder);
    }
  },
  /** A small tmpfs. */
  TRULY_FULL {
    @Override
    SpoolDisk in(Path folder) throws IOException, InterruptedException {
      return MountedDisk.tmpfs(folder);
    }
  },
  /** An ext4 that has found an error in itself. Linux does not mend that while it is in use. */
  TRULY_READ_ONLY {
    @Override
    SpoolDisk in(Path folder) throws IOException, InterruptedException {
      return MountedDisk.ext4(folder);
    }
  };

  /** A sound disk that will have this fault; skips the test where it cannot be made. */
  abstract SpoolDisk in(Path folder) throws IOException, InterruptedException;

  private interface Fault {
    void happen(FaultyMachine machine);
  }

  private static final class Played implements SpoolDisk {
    private final Path path;
    private final FaultyMachine machine;
    private final Fault fault;

    Played(Path folder, Fault fault) throws IOException, InterruptedException {
      path = Files.createDirectories(folder.resolve("disk")).toRealPath();
      machine = FaultyMachine.of(path, folder);
      this.fault = fault;
    }

    @Override
    public Path path() {
      return path;
    }

    @Override
    public JvmCommand on(JvmCommand command) {
      return machine.on(command);
    }

    @Override
    public void breakDown() {
      fault.happen(machine);
    }

    @Override
    public void mend() {
      machine.mendDisk();
    }
  }

  private record RemovedFolder(Path folder) implements SpoolDisk {
    @Override
    public Path path() {
      return folder;
    }

    @Override
    public void breakDown() throws IOException {
      Files.move(spool(), folder.resolve("removed"));
      // The agent may be quicker, and make it anew: then that goes as well.
      for (int i = 0; !isBlocked(); i++) {
        Files.move(spool(), folder.resolve("removed-" + i));
      }
    }

    private boolean isBlocked() throws IOException {
      try {
        Files.writeString(Files.createFile(spool()), "somebody else's");
        return true;
      } catch (FileAlreadyExistsException made) {
        return false;
      }
    }

    @Override
    public void mend() throws IOException {
      Files.delete(spool());
    }

    private Path spool() {
      return folder.resolve("heddle/spool");
    }
  }
}
