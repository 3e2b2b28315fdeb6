package io.heddle.command.doctor;

import io.heddle.audit.spool.access.OwnerOnly;
import io.heddle.audit.spool.access.SharedHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether the home is there, can be written and has room. */
final class HomeCheck {
  private static final long SCARCE_BYTES = 1L << 30;
  private static final long NONE_BYTES = 64L << 20;

  private HomeCheck() {}

  /**
   * Looks at a home.
   *
   * @param group that is to share it; empty for none
   */
  static List<Finding> of(Path home, String group) throws IOException {
    if (!Files.exists(home)) {
      return List.of(
          Finding.notable(
              "home",
              home + " does not exist yet",
              "The agent and the sidecar make it; until then there is nothing to see."));
    }
    if (!Files.isDirectory(home)) {
      return List.of(
          Finding.broken("home", home + " is no directory", "Choose another one: heddle.home."));
    }
    if (!Files.isWritable(home)) {
      return List.of(
          Finding.broken(
              "home",
              home + " cannot be written by " + System.getProperty("user.name"),
              "Give it to that user, or choose another one: heddle.home."));
    }
    if (OwnerOnly.isOpenToAll(home)) {
      for (Path inside : List.of(home.resolve("spool"), home.resolve("archive"))) {
        if (Files.exists(inside) && OwnerOnly.isOpenToAll(inside)) {
          return List.of(
              Finding.notable(
                  "home",
                  inside + " may be read by every user of this machine",
                  "It holds the records of all tenants: chmod -R o-rwx " + home));
        }
      }
    }
    if (!group.isEmpty() && !SharedHome.isSharedWith(home, group)) {
      return List.of(
          Finding.notable(
              "home",
              home + " is not shared with the group " + group,
              "Its owner does: chgrp -R "
                  + group
                  + " DIR; chmod -R g+rwX,o-rwx DIR; find DIR -type d"
                  + " -exec chmod g+s {} +, where DIR is "
                  + home));
    }
    long free = Files.getFileStore(home).getUsableSpace();
    String detail = home + ", " + Sizes.text(free) + " free";
    if (free < NONE_BYTES) {
      return List.of(
          Finding.broken("home", detail, "Make room: agents are about to lose records."));
    }
    return List.of(
        free < SCARCE_BYTES
            ? Finding.notable("home", detail, "Make room before agents lose records.")
            : Finding.fine("home", detail));
  }
}
