package io.heddle.agent.jdbc;

import io.heddle.agent.jdbc.sql.SqlText;
import io.heddle.agent.operation.OperationDetail;
import io.heddle.agent.operation.WrittenRows;
import io.heddle.audit.spool.row.UnknownRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements that wait in a batch, as runs of equal ones: a prepared batch is one run however
 * long it is.
 *
 * <p>Bound: {@link #MOST_RUNS}; statements beyond are counted to the last run.
 */
final class Batch {
  static final int MOST_RUNS = 1_024;

  /** So many equal statements in a row. */
  static final class Run {
    private final SqlText text;
    private int count;
    private OperationDetail detail;
    private WrittenRows written;
    private int seen;

    private Run(SqlText text) {
      this.text = text;
    }

    SqlText text() {
      return text;
    }

    int count() {
      return count;
    }

    /** What is kept of it besides; null if nothing is. */
    OperationDetail detail() {
      return detail;
    }

    /** The rows it writes; null if nobody asks for them. */
    WrittenRows written() {
      return written;
    }

    /** The rows it writes with its last statement. */
    void writes(WrittenRows rows) {
      written = rows;
      if (++seen < count) {
        written.cannotTell(UnknownRows.VALUES); // some joined the batch unseen
      }
    }
  }

  private List<Run> runs = List.of();

  Run add(SqlText text) {
    return add(text, null, null);
  }

  /**
   * Adds a statement of which detail is kept.
   *
   * @param sql its text; null if no detail is kept
   * @param values bound to its parameters; null if it has none
   * @return the run it joined, which is of other statements if the batch has too many runs
   */
  Run add(SqlText text, String sql, BoundValues values) {
    if (runs.isEmpty()) {
      runs = new ArrayList<>(1);
    }
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last == null || last.text != text && runs.size() < MOST_RUNS) {
      last = new Run(text);
      runs.add(last);
    }
    last.count++;
    if (sql != null) {
      last.detail = StatementDetail.of(last.detail, text.first(), sql, values);
    }
    return last;
  }

  /** All runs, which stay in it. */
  List<Run> runs() {
    return runs;
  }

  /** Takes all runs; the batch is empty after. */
  List<Run> take() {
    List<Run> taken = runs;
    runs = List.of();
    return taken;
  }

  void clear() {
    runs = List.of();
  }
}
