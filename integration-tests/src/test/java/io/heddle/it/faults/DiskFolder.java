package io.heddle.it.faults;

import io.heddle.it.faults.DiskTrace.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder on a disk whose power may go at any moment.
 *
 * <p>The strictest that POSIX allows, but for one thing: of the names in one folder some of the
 * last changes may be missing, in their order; other folders know nothing of them. A file that was
 * synced may lack its name until its folder is synced as well.
 */
final class DiskFolder {
  /** A folder among files. */
  private static final DiskFile FOLDER = new DiskFile(new byte[0]);

  /** A name that comes to be or goes; {@code file} is null if it goes. */
  private record Change(String name, DiskFile file) {}

  /** Changes of names that come to the disk all or none, a rename say. */
  private record Step(String folder, List<Change> changes) {}

  private final boolean isLying;
  private final Random random;
  private final Map<Long, DiskFile> byInode = new HashMap<>();
  private final TreeMap<String, DiskFile> now = new TreeMap<>();
  private final TreeMap<String, DiskFile> durable = new TreeMap<>();
  private final List<Step> since = new ArrayList<>();

  private DiskFolder(boolean isLying, Random random) {
    this.isLying = isLying;
    this.random = random;
  }

  /**
   * What is in a folder.
   *
   * @param bytes null for a folder
   */
  record Found(String name, long inode, byte[] bytes) {}

  /** Looks into a folder before anything is done to it. */
  static List<Found> look(Path folder) throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(path -> !path.equals(folder)).toList()) {
        found.add(
            new Found(
                folder.relativize(path).toString(),
                (Long) Files.getAttribute(path, "unix:ino"),
                Files.isDirectory(path) ? null : Files.readAllBytes(path)));
      }
    }
    return found;
  }

  /**
   * A folder with all that was found durable.
   *
   * @param isLying whether the disk says that it has synced and has not
   */
  static DiskFolder of(List<Found> found, boolean isLying, Random random) {
    DiskFolder disk = new DiskFolder(isLying, random);
    for (Found one : found) {
      DiskFile file = one.bytes == null ? FOLDER : new DiskFile(one.bytes);
      disk.byInode.put(one.inode, file);
      disk.durable.put(one.name, file);
    }
    disk.now.putAll(disk.durable);
    return disk;
  }

  /** Takes the next entry of a diary. */
  void apply(Entry entry) {
    switch (entry.kind()) {
      case MADE -> {
        DiskFile file = new DiskFile(new byte[0]);
        byInode.put(entry.inode(), file);
        step(new Change(entry.name(), file));
      }
      case WRITTEN -> file(entry).write(entry.number(), entry.bytes());
      case CUT -> file(entry).cut(entry.number());
      case SYNCED -> {
        if (!isLying) {
          file(entry).sync();
        }
      }
      case SYNC_FAILED -> {
        if (byInode.containsKey(entry.inode())) {
          file(entry).failSync(random);
        }
      }
      case FOLDER_SYNCED -> {
        if (!isLying) {
          syncFolder(entry.name());
        }
      }
      case RENAMED -> {
        String[] names = entry.name().split("\0");
        step(new Change(names[0], null), new Change(names[1], now.get(names[0])));
      }
      case REMOVED, FOLDER_REMOVED -> step(new Change(entry.name(), null));
      case FOLDER_MADE -> step(new Change(entry.name(), FOLDER));
    }
  }

  /** What a reader sees in a file while the power is on; null if there is none of that name. */
  byte[] read(String name) {
    DiskFile file = now.get(name);
    return file == null ? null : file.now();
  }

  /** Writes one of the many states that the folder may be in when the power comes back. */
  void writeAfterPowerLoss(Path to) throws IOException {
    TreeMap<String, DiskFile> found = new TreeMap<>(durable);
    Map<String, Boolean> isCutOff = new HashMap<>();
    double likely = random.nextDouble();
    for (Step step : since) {
      boolean isLost =
          isCutOff.merge(step.folder, random.nextDouble() > likely, (was, is) -> was || is);
      if (!isLost) {
        step.changes.forEach(change -> put(found, change));
      }
    }
    Files.createDirectories(to);
    for (Map.Entry<String, DiskFile> named : found.entrySet()) { // parents come first
      Path path = to.resolve(named.getKey());
      if (!Files.isDirectory(path.getParent())) {
        continue; // its folder is lost
      }
      if (named.getValue() == FOLDER) {
        Files.createDirectory(path);
      } else {
        Files.write(path, named.getValue().afterPowerLoss(random));
      }
    }
  }

  private DiskFile file(Entry entry) {
    DiskFile file = byInode.get(entry.inode());
    if (file == null) {
      throw new IllegalStateException("the diary tells of a file that it has not told to be made");
    }
    return file;
  }

  private void step(Change... changes) {
    Step step = new Step(parent(changes[0].name), List.of(changes));
    step.changes.forEach(change -> put(now, change));
    since.add(step);
  }

  private void syncFolder(String folder) {
    since.removeIf(
        step -> {
          boolean isMeant = step.folder.equals(folder);
          if (isMeant) {
            step.changes.forEach(change -> put(durable, change));
          }
          return isMeant;
        });
  }

  private static void put(TreeMap<String, DiskFile> names, Change change) {
    if (change.file == null) {
      names.remove(change.name);
    } else {
      names.put(change.name, change.file);
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
