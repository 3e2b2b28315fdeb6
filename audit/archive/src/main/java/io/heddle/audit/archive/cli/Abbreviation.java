package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditTraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The beginning of an ID, which begins with a time: many may begin so. */
final class Abbreviation {
  private static final int TRACE_LENGTH = 32;
  private static final int MOST_SHOWN = 20;

  private Abbreviation() {}

  /** Whether what was found belongs to several of what {@code id} may mean. */
  static boolean isAmbiguous(String id, List<ArchivedOperation> found) {
    boolean isWhole =
        AuditTraceId.isOne(id) ? AuditTraceId.isWhole(id) : id.length() == TRACE_LENGTH;
    return !isWhole && byMeaning(id, found).size() > 1;
  }

  /** What it may mean, in lines for a person. */
  static List<String> meanings(String id, List<ArchivedOperation> found, Times times) {
    Map<String, List<ArchivedOperation>> meanings = byMeaning(id, found);
    List<String> lines = new ArrayList<>();
    lines.add(
        id
            + " is the beginning of "
            + meanings.size()
            + (AuditTraceId.isOne(id) ? " operations" : " traces")
            + "; give more of its characters:");
    for (Map.Entry<String, List<ArchivedOperation>> meaning : meanings.entrySet()) {
      if (lines.size() > MOST_SHOWN) {
        lines.add("  and " + (meanings.size() - MOST_SHOWN) + " more");
        break;
      }
      lines.add(line(meaning.getKey(), meaning.getValue(), times));
    }
    return lines;
  }

  private static String line(String meaning, List<ArchivedOperation> operations, Times times) {
    ArchivedOperation first = operations.get(0);
    return "  "
        + meaning
        + "  "
        + times.exact(first.record().startEpochMicros())
        + "  "
        + Plain.text(first.record().tenant())
        + "  "
        + Counted.of(operations.size(), "operation");
  }

  private static Map<String, List<ArchivedOperation>> byMeaning(
      String id, List<ArchivedOperation> found) {
    Map<String, List<ArchivedOperation>> meanings = new LinkedHashMap<>();
    for (ArchivedOperation operation : found) {
      String meaning = AuditTraceId.isOne(id) ? operation.id().toString() : operation.traceId();
      meanings.computeIfAbsent(meaning, m -> new ArrayList<>()).add(operation);
    }
    return meanings;
  }
}
