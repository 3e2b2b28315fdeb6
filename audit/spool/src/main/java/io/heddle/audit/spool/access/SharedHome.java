package io.heddle.audit.spool.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * A home that a group shares: an agent and a sidecar that run as different users, say. The folder's
 * set-group-ID bit says that it is so, by which the system gives whatever is made in it to the same
 * group; {@link OwnerOnly} then lets that group read and write it.
 */
public final class SharedHome {
  /** Set-group-ID; owner and group may do everything, others nothing. */
  static final int FOLDER = 02770;

  private static final int SET_GROUP_ID = 02000;
  private static final String MODE = "unix:mode";

  private SharedHome() {}

  /**
   * Makes a home, or opens an existing one that belongs to this user, to a group.
   *
   * @param group its name; empty for none: then nothing is done
   * @throws IOException saying what to do, if the group is unknown, this process is no member of
   *     it, or the folder belongs to somebody else
   */
  public static void share(Path home, String group) throws IOException {
    if (group.isEmpty()) {
      return;
    }
    OwnerOnly.makeFolders(home);
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(home, PosixFileAttributeView.class);
      if (view == null) {
        throw new IOException("files have no groups here");
      }
      GroupPrincipal wanted =
          home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
      if (!view.readAttributes().group().equals(wanted)) {
        view.setGroup(wanted);
      }
      if (!isShared(home)) {
        Files.setAttribute(home, MODE, FOLDER);
      }
    } catch (UserPrincipalNotFoundException unknown) {
      throw new IOException(
          home + " is not shared: there is no group " + group + "; expected one of this machine's");
    } catch (IOException refused) {
      throw new IOException(
          home
              + " is not shared with the group "
              + group
              + " ("
              + refused
              + "); expected a folder of this user's, and a group that it is in",
          refused);
    }
  }

  /**
   * Whether a folder is shared with that group.
   *
   * @throws IOException if its attributes cannot be read
   */
  public static boolean isSharedWith(Path folder, String group) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    return view != null
        && isShared(folder)
        && view.readAttributes().group().getName().equals(group);
  }

  /** Whether a group shares what is made in a folder. */
  static boolean isShared(Path folder) throws IOException {
    return ((Integer) Files.getAttribute(folder, MODE) & SET_GROUP_ID) != 0;
  }

  /** Opens a folder to the group of the one above, if that is shared. */
  static void follow(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    if (above != null && isShared(above)) {
      Files.setAttribute(folder, MODE, FOLDER);
    }
  }
}
