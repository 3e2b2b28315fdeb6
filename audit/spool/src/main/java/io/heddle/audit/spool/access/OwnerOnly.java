package io.heddle.audit.spool.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes folders and files that their owner alone may read and write, because they hold the records
 * of every tenant. Where files have no POSIX permissions, as on Windows, the system's own rules
 * stand. What exists already keeps its permissions: an operator may have opened it to a group. What
 * is made in a folder that a group shares, see {@link SharedHome}, is that group's as well.
 */
public final class OwnerOnly {
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";
  private static final String SHARED_FILE = "rw-rw----";

  private OwnerOnly() {}

  /**
   * Makes a folder and those above it, as far as they are missing; does nothing if it is there.
   *
   * @throws IOException if one cannot be made
   */
  public static void makeFolders(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    if (Files.isDirectory(folder) || above == null) {
      return;
    }
    makeFolders(above);
    try {
      makeFolder(folder);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      if (!Files.isDirectory(folder)) {
        throw madeMeanwhile;
      }
    }
  }

  /**
   * Makes a folder, which must not exist yet.
   *
   * @throws IOException if it cannot be made
   */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder, attributes(folder, FOLDER));
    if (hasPermissions(folder)) {
      SharedHome.follow(folder);
    }
  }

  /** How a file at {@code path} is to be made; empty where there are no POSIX permissions. */
  public static FileAttribute<?>[] file(Path path) {
    return attributes(path, FILE);
  }

  /**
   * Lets the group that shares a file's folder read and write the file; does nothing if none does.
   *
   * @throws IOException if its permissions cannot be changed
   */
  public static void share(Path file) throws IOException {
    if (hasPermissions(file) && SharedHome.isShared(file.toAbsolutePath().getParent())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(SHARED_FILE));
    }
  }

  /**
   * Whether users other than the owner and the group may list a folder or read a file.
   *
   * @throws IOException if its permissions cannot be read
   */
  public static boolean isOpenToAll(Path path) throws IOException {
    if (!hasPermissions(path)) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return hasPermissions(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
