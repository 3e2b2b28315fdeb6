package io.heddle.command.attach;

import io.heddle.command.cli.CommandFailure;
import io.heddle.command.cli.EmbeddedJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The agent as a file that every user can read and none but root can replace, for JVMs of other
 * users: what is loaded there runs as them.
 */
final class SharedAgent {
  private static final Path LASTING = Path.of("/var/lib/heddle/attach");
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;

  private SharedAgent() {}

  /**
   * Writes the agent, unless it is there already.
   *
   * @throws CommandFailure if there is no place for it that is root's alone
   */
  static Path extract() {
    try {
      Path lasting = lasting();
      return lasting != null ? extractTo(lasting) : extractTo(passing());
    } catch (IOException e) {
      throw new CommandFailure(
          "cannot write the agent for another user's JVM: " + e,
          "Copy heddle-agent.jar to where that user can read it, and name it with --agent.",
          e);
    }
  }

  private static Path extractTo(Path folder) throws IOException {
    Path jar = EmbeddedJar.AGENT.extractTo(folder);
    open(jar.getParent());
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    return jar;
  }

  /** Null if others than root could change what is in it, or nothing can be written there. */
  private static Path lasting() {
    try {
      Path parent = LASTING.getParent();
      if (!Files.exists(parent)) {
        Files.createDirectory(parent);
        open(parent);
      }
      if (!isOfRootAlone(parent)) {
        return null;
      }
      if (!Files.exists(LASTING)) {
        Files.createDirectory(LASTING);
      }
      open(LASTING);
      return isOfRootAlone(LASTING) && isOpenToAll(LASTING) ? LASTING : null;
    } catch (IOException notHere) {
      return null;
    }
  }

  /** A new folder among the temporary files, which a cleaner may remove once nobody needs it. */
  private static Path passing() throws IOException {
    Path folder = Files.createTempDirectory("heddle-attach-");
    open(folder);
    if (!isOfRootAlone(folder)) {
      throw new IOException(folder + " is below a folder that others than root can change");
    }
    if (!isOpenToAll(folder)) {
      throw new IOException(folder + " is below a folder that not every user may enter");
    }
    return folder;
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Whether every user may enter a folder and those above it; a home of root's own is not so. */
  static boolean isOpenToAll(Path folder) throws IOException {
    for (Path one = folder.toRealPath(); one != null; one = one.getParent()) {
      if (!Files.getPosixFilePermissions(one).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody but root can put another folder in this one's place, or a file into it. */
  static boolean isOfRootAlone(Path folder) throws IOException {
    Path real = folder.toRealPath();
    for (Path one = real; one != null; one = one.getParent()) {
      Map<String, Object> attributes = Files.readAttributes(one, "unix:uid,mode");
      int mode = (Integer) attributes.get("mode");
      boolean isWritable = (mode & OTHERS_WRITE) != 0;
      // In a sticky folder, such as /tmp, nobody renames or removes what is another's.
      boolean isSticky = (mode & STICKY) != 0 && !one.equals(real);
      if (!attributes.get("uid").equals(0) || isWritable && !isSticky) {
        return false;
      }
    }
    return true;
  }
}
