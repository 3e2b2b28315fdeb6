package io.heddle.it.faults;

import io.heddle.it.harness.ArchivedOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive says, held against what the database has and what clients were told.
 *
 * @param rows writes that the database has
 * @param records writes that the archive has
 * @param unknown of these, those whose outcome nobody could tell
 * @param falsehoods what never may be, a line each: a record twice, an outcome that is not so
 * @param unrecorded writes that the database has, the archive has not, and no client ever heard of
 * @param forgotten writes that a client was told the end of and the archive has not
 * @param undecided writes that a client was told the end of and the archive says UNKNOWN of
 */
record Account(
    int rows,
    int records,
    int unknown,
    List<String> falsehoods,
    Set<String> unrecorded,
    Set<String> forgotten,
    Set<String> undecided) {
  private static final Pattern WRITE = Pattern.compile("(?:INTO|UPDATE) ledger AS (\\w+)");

  /**
   * @param answers what clients were told, by write: COMMITTED or ROLLED_BACK
   * @param committed the writes that the database has
   */
  static Account of(
      Map<String, String> answers, Set<String> committed, List<ArchivedOperation> archived) {
    List<String> falsehoods = new ArrayList<>();
    Map<String, ArchivedOperation> byWrite = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (ArchivedOperation record : archived) {
      if (!ids.add(record.auditTraceId())) {
        falsehoods.add("twice by its ID: " + record);
      }
      Matcher write = WRITE.matcher(record.statement());
      if (write.find()) {
        if (byWrite.put(write.group(1), record) != null) {
          falsehoods.add("recorded twice: " + write.group(1));
        }
        String isWrong = wrong(record, committed.contains(write.group(1)));
        if (!isWrong.isEmpty()) {
          falsehoods.add(isWrong + ": " + record);
        }
      }
    }
    Set<String> unrecorded = new TreeSet<>(committed);
    unrecorded.removeAll(byWrite.keySet());
    unrecorded.removeAll(answers.keySet());
    Set<String> forgotten = new TreeSet<>(answers.keySet());
    forgotten.removeAll(byWrite.keySet());
    Set<String> undecided = new TreeSet<>();
    int unknown = 0;
    for (Map.Entry<String, ArchivedOperation> recorded : byWrite.entrySet()) {
      String answer = answers.get(recorded.getKey());
      if (recorded.getValue().outcome().equals("UNKNOWN")) {
        unknown++;
        if (answer != null) {
          undecided.add(recorded.getKey());
        }
      } else if (answer != null && !answer.equals(recorded.getValue().outcome())) {
        falsehoods.add("the client heard " + answer + " of " + recorded.getValue());
      }
    }
    return new Account(
        committed.size(),
        byWrite.size(),
        unknown,
        List.copyOf(falsehoods),
        unrecorded,
        forgotten,
        undecided);
  }

  /** Empty if nothing is. */
  private static String wrong(ArchivedOperation record, boolean isThere) {
    return switch (record.outcome()) {
      case "COMMITTED" ->
          isThere || record.rows() == 0 ? "" : "said to be committed, and is not there";
      case "ROLLED_BACK" -> isThere ? "said to be rolled back, and is there" : "";
      case "UNKNOWN" -> "";
      default -> "not decided";
    };
  }
}
