package io.heddle.audit.archive.fingerprint;

import java.util.ArrayList;
import java.util.List;

/**
 * What a fingerprint is made of: names in lower case, each list in their order.
 *
 * @param table what the table is called in the form
 * @param key the columns that identify a row
 * @param others all others
 */
record Columns(String table, List<String> key, List<String> others) {
  /** A sentence about what others have and these have not, or the reverse; empty if nothing. */
  String differenceFrom(Columns other) {
    List<String> differences = new ArrayList<>();
    if (!table.equals(other.table)) {
      differences.add("the tables are called " + table + " and " + other.table);
    }
    if (!key.equals(other.key)) {
      differences.add("the keys are " + key + " and " + other.key);
    }
    List<String> here = new ArrayList<>(others);
    here.removeAll(other.others);
    List<String> there = new ArrayList<>(other.others);
    there.removeAll(others);
    if (!here.isEmpty() || !there.isEmpty()) {
      differences.add("only the first has the columns " + here + ", only the second " + there);
    }
    return String.join("; ", differences);
  }
}
