package io.heddle.audit.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that the one run of a spool holds, for the tests of every module. */
public final class SpoolContents {
  private SpoolContents() {}

  /** Its records, in order. */
  public static List<SpoolRecord> of(Path root) throws IOException {
    return of(SpoolDirectory.logs(root).get(0), SpoolPosition.START);
  }

  /** Those of one kind. */
  public static <R extends SpoolRecord> List<R> of(Path root, Class<R> kind) throws IOException {
    return of(root).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static List<SpoolRecord> of(SpoolLog log, SpoolPosition from) throws IOException {
    List<SpoolRecord> records = new ArrayList<>();
    try (SpoolReader reader = SpoolReader.open(log, from)) {
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }
}
