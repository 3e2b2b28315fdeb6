package io.heddle.audit.archive.cli;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.fingerprint.RecordedComparison;
import io.heddle.audit.archive.fingerprint.RecordedComparison.Summary;
import io.heddle.audit.archive.fingerprint.RecordedComparison.Verdict;
import io.heddle.audit.archive.fingerprint.RecordedOptions;
import io.heddle.audit.archive.fingerprint.RowPrints;
import io.heddle.audit.archive.fingerprint.TableOptions;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Prints how the rows of a table compare with what was recorded when they were written. */
final class RecordedReport {
  private final PrintWriter out;
  private final long limit;
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private long listed;

  /**
   * @param limit most rows that are listed; 0 for all
   */
  RecordedReport(PrintWriter out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** Compares and prints; returns whether there is any difference. */
  boolean isDifferent(TableOptions table, RecordedOptions recorded, RowPrints prints)
      throws ArchiveException {
    Summary summary = RecordedComparison.of(table, recorded, prints, this::found);
    if (limit > 0 && listed > limit) {
      out.println(
          "… and "
              + Counted.of(listed - limit, "more row", "more rows")
              + "; --limit=N shows more");
    }
    for (Verdict verdict : Verdict.values()) {
      Long count = counts.get(verdict);
      if (count != null || verdict == Verdict.SAME) {
        line(word(verdict), count == null ? 0 : count);
      }
    }
    line("rows recorded", summary.rows());
    if (summary.unknownWrites() > 0) {
      line("writes of unknown rows", summary.unknownWrites());
    }
    if (summary.keylessGone() > 0) {
      line("inserted without a key, changed or gone", summary.keylessGone());
    }
    out.flush();
    return counts.containsKey(Verdict.DIFFERENT)
        || counts.containsKey(Verdict.NOT_RECORDED)
        || counts.containsKey(Verdict.GONE);
  }

  private void found(Verdict verdict, String row) {
    counts.merge(verdict, 1L, Long::sum);
    boolean isListed = verdict != Verdict.SAME && verdict != Verdict.SAME_IN_PART;
    if (isListed && (listed++ < limit || limit == 0)) {
      out.printf("%-19s  %s%n", word(verdict), Plain.text(row));
    }
  }

  private void line(String what, long count) {
    out.printf(Locale.ROOT, "%s: %,d%n", what, count);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case SAME -> "as recorded";
      case SAME_IN_PART -> "as recorded in part";
      case DIFFERENT -> "not as recorded";
      case NOT_RECORDED -> "never recorded";
      case GONE -> "recorded, but gone";
      case UNCLEAR -> "unclear";
    };
  }
}
