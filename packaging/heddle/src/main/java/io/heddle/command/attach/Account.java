package io.heddle.command.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * As whom a process runs, and what that user may do by the permissions of folders. Access control
 * lists beyond them are not read.
 *
 * @param name as the system shows it: a number if it has no name; empty if it is not told
 * @param uid the effective user; -1 where there is no {@code /proc}
 * @param groups the effective group and the supplementary ones
 */
record Account(String name, int uid, Set<Integer> groups) {
  private static final int UNKNOWN = -1;
  private static final int ROOT = 0;
  private static final int WRITE = 2;
  private static final int ENTER = 1;

  /** As whom {@code process} runs. */
  static Account of(ProcessHandle process) {
    String name = process.info().user().orElse("");
    try {
      return of(name, Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    } catch (IOException | RuntimeException noLinux) {
      return new Account(name, UNKNOWN, Set.of());
    }
  }

  /**
   * @param status of a process, as Linux shows it
   */
  static Account of(String name, String status) {
    Map<String, String[]> fields = new HashMap<>();
    for (String line : status.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).trim().split("\\s+"));
      }
    }
    Set<Integer> groups = new HashSet<>();
    groups.add(Integer.parseInt(fields.get("Gid")[1]));
    for (String group : fields.getOrDefault("Groups", new String[0])) {
      if (!group.isEmpty()) {
        groups.add(Integer.parseInt(group));
      }
    }
    int uid = Integer.parseInt(fields.get("Uid")[1]);
    return new Account(name.isEmpty() ? Integer.toString(uid) : name, uid, groups);
  }

  /** Whether this is the same user; also if nothing is known of one of them. */
  boolean isSameAs(Account other) {
    if (uid != UNKNOWN && other.uid != UNKNOWN) {
      return uid == other.uid;
    }
    return name.isEmpty() || other.name.isEmpty() || name.equals(other.name);
  }

  /** Whether this is the superuser. */
  boolean isRoot() {
    return uid == ROOT || uid == UNKNOWN && name.equals("root");
  }

  /**
   * Why this user cannot write to a folder, or make it: the folder that is in the way, in words.
   *
   * @return empty if nothing is known to be in the way
   */
  String hindrance(Path folder) throws IOException {
    if (uid == UNKNOWN || uid == ROOT) {
      return "";
    }
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    Path real = nearest.toRealPath();
    if (!Files.isDirectory(real)) {
      return nearest + " is no directory";
    }
    for (Path above = real; above != null; above = above.getParent()) {
      if (!may(above, ENTER)) {
        return above + " does not let that user in";
      }
    }
    return may(real, WRITE) ? "" : nearest + " cannot be written by that user";
  }

  private boolean may(Path folder, int what) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(folder, "unix:uid,gid,mode");
    int mode = (Integer) attributes.get("mode");
    if (attributes.get("uid").equals(uid)) {
      return (mode >> 6 & what) != 0;
    }
    boolean isOfGroup = groups.contains((Integer) attributes.get("gid"));
    return ((isOfGroup ? mode >> 3 : mode) & what) != 0;
  }

  @Override
  public String toString() {
    return uid == UNKNOWN || name.equals(Integer.toString(uid))
        ? "user " + name
        : "user " + name + " (" + uid + ")";
  }
}
