package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names what is not in its place: which record was changed, removed, inserted, or stands where
 * another one belongs.
 */
final class PlaceCheck {
  /** Pairs of changed records that are compared; beyond that they are told as changed. */
  private static final int MOST_COMPARED = 200;

  private final Spans spans;
  private final LeafCheck leaves;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;

  PlaceCheck(
      Spans spans, LeafCheck leaves, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.spans = spans;
    this.leaves = leaves;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  /**
   * @param size how many leaves are signed
   * @param begin the first leaf whose tile must be there: nothing shows what was before it
   */
  void run(long size, long begin) {
    List<long[]> missing = missing(size);
    Map<ByteBuffer, Long> signedElsewhere = new HashMap<>();
    for (LeafCheck.Mismatch mismatch : leaves.mismatches()) {
      sign(signedElsewhere, mismatch.leaf());
    }
    for (long[] range : missing) {
      for (long leaf = range[0];
          leaf < range[1] && signedElsewhere.size() < LeafCheck.MOST_KEPT;
          leaf++) {
        sign(signedElsewhere, leaf);
      }
    }
    changed(signedElsewhere);
    inserted(signedElsewhere);
    removed(missing);
    putBack(begin);
    if (leaves.twice() > 0) {
      findings.add(
          Finding.of(Kind.INSERTED, leaves.twice() + " leaves have more than one record"),
          leaves.twice());
    }
  }

  private void sign(Map<ByteBuffer, Long> hashes, long leaf) {
    byte[] signed = leaves.signed(leaf);
    if (signed != null) {
      hashes.put(ByteBuffer.wrap(signed), leaf);
    }
  }

  private void changed(Map<ByteBuffer, Long> signedElsewhere) {
    Set<Long> swapped = swapped();
    for (LeafCheck.Mismatch mismatch : leaves.mismatches()) {
      String record = mismatch.log().record(mismatch.seq());
      Long origin = signedElsewhere.get(ByteBuffer.wrap(mismatch.hash()));
      if (origin != null && origin != mismatch.leaf()) {
        String text = record + " stands in the place of leaf " + mismatch.leaf() + ", but is leaf ";
        findings.add(
            new Finding(Kind.REORDERED, mismatch.leaf(), record, mismatch.file(), text + origin));
      } else if (!swapped.contains(mismatch.leaf())) {
        findings.add(
            new Finding(
                Kind.CHANGED,
                mismatch.leaf(),
                record,
                mismatch.file(),
                named(mismatch) + " is not what was captured"));
      }
    }
    long more = leaves.mismatchCount() - leaves.mismatches().size();
    if (more > 0) {
      findings.add(
          Finding.of(Kind.CHANGED, more + " more records are not what was captured"), more);
    }
  }

  /** Records whose contents have changed places, keys apart. */
  private Set<Long> swapped() {
    Set<Long> swapped = new HashSet<>();
    List<Evidence.ChangedRow> rows = evidence.changedRows();
    int most = Math.min(rows.size(), MOST_COMPARED);
    for (int i = 0; i < most; i++) {
      for (int j = 0; j < most; j++) {
        if (i != j && isContentOf(rows.get(i), rows.get(j))) {
          Evidence.ChangedRow here = rows.get(i);
          Evidence.ChangedRow there = rows.get(j);
          swapped.add(here.leaf());
          findings.add(
              new Finding(
                  Kind.REORDERED,
                  here.leaf(),
                  here.log().record(here.row().seq()),
                  "",
                  here.log().record(here.row().seq())
                      + " has the content of "
                      + there.log().record(there.row().seq())));
        }
      }
    }
    return swapped;
  }

  /** Whether the row that stands here, had it the other's key, would be what was signed there. */
  private boolean isContentOf(Evidence.ChangedRow here, Evidence.ChangedRow there) {
    byte[] signed = leaves.signed(there.leaf());
    byte[] node = there.log().node().getBytes(StandardCharsets.UTF_8);
    if (signed == null || !here.row().isInRange()) {
      return false;
    }
    LeafBytes moved = here.layout().of(here.row(), node, there.log().boot(), there.row().seq());
    return moved != null && Arrays.equals(signed, leaves.hash(moved));
  }

  private String named(LeafCheck.Mismatch mismatch) {
    String record = mismatch.log().record(mismatch.seq());
    for (Evidence.ChangedRow row : evidence.changedRows()) {
      if (row.leaf() == mismatch.leaf()) {
        long start = row.row().values[Row.START];
        return AuditTraceId.of(start, row.log().boot(), row.row().seq()) + " (" + record + ")";
      }
    }
    return record;
  }

  private void inserted(Map<ByteBuffer, Long> signedElsewhere) {
    long before = 0;
    for (Evidence.Unmapped row : evidence.unmapped()) {
      String record = row.log().record(row.seq());
      Long leaf = signedElsewhere.get(ByteBuffer.wrap(row.hash()));
      if (leaf != null) {
        findings.add(
            new Finding(
                Kind.REORDERED,
                leaf,
                record,
                row.file(),
                record + " is leaf " + leaf + ", but no span says so"));
      } else if (evidence.isBeforeLedger(row.log(), row.seq())) {
        before++;
      } else {
        findings.add(
            new Finding(
                Kind.INSERTED, -1, record, row.file(), record + " is in no ledger: inserted"));
      }
    }
    long more = evidence.unmappedCount() - evidence.unmapped().size();
    if (more > 0) {
      findings.add(Finding.of(Kind.INSERTED, more + " more records are in no ledger"), more);
    }
    if (before > 0) {
      findings.add(
          Finding.of(Kind.BEFORE_LEDGER, before + " operations of the hot file came before"),
          before);
    }
  }

  /**
   * Runs of leaves that no row was found for, from the first one on of which there may be a row.
   */
  private List<long[]> missing(long size) {
    List<long[]> missing = new ArrayList<>();
    BitSet seen = leaves.seen();
    for (long from = seen.nextClearBit((int) pruned.minimum()); from < size; ) {
      long next = seen.nextSetBit((int) from);
      long to = next < 0 ? size : Math.min(next, size);
      missing.add(new long[] {from, to});
      from = next < 0 ? size : seen.nextClearBit((int) to);
    }
    return missing;
  }

  /** Their tiles are not judged: whoever writes such a record can write its tile as well. */
  private void putBack(long begin) {
    BitSet seen = leaves.seen();
    for (int from = seen.nextSetBit(0); from >= 0 && from < begin; ) {
      int to = (int) Math.min(seen.nextClearBit(from), begin);
      findings.add(
          new Finding(
              Kind.INSERTED,
              from,
              spans.record(from),
              "",
              spans.record(from)
                  + " to "
                  + spans.record(to - 1)
                  + " are there, which the ledger declares gone: nothing shows that they are what"
                  + " was captured"),
          to - from);
      from = seen.nextSetBit(to);
    }
  }

  private void removed(List<long[]> missing) {
    // All before the minimum are gone, or their rows would have been found to be changed.
    long gone = pruned.minimum();
    for (long[] range : missing) {
      for (long from = range[0]; from < range[1]; ) {
        boolean isPruned = pruned.covers(from);
        long to = from + 1;
        while (to < range[1] && pruned.covers(to) == isPruned && isOfSameSpan(from, to)) {
          to++;
        }
        if (isPruned) {
          gone += to - from;
        } else {
          removed(from, to);
        }
        from = to;
      }
    }
    long excused = pruned.count();
    if (gone > excused) {
      findings.add(
          Finding.of(
              Kind.REMOVED,
              (gone - excused) + " records are missing beside those of pruned segments"),
          gone - excused);
    }
  }

  private boolean isOfSameSpan(long leaf, long other) {
    Spans.Span a = spans.at(leaf);
    return a == null ? spans.at(other) == null : a.equals(spans.at(other));
  }

  private void removed(long from, long to) {
    String first = spans.record(from);
    String last = to - from > 1 ? " to " + spans.record(to - 1) : "";
    String which = first.isEmpty() ? "unknown records" : first + last;
    String text =
        which
            + (to - from > 1 ? " are" : " is")
            + " missing: "
            + (to - from > 1 ? "leaves " + from + " to " + (to - 1) : "leaf " + from);
    findings.add(new Finding(Kind.REMOVED, from, first, "", text), to - from);
  }
}
