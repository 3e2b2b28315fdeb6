package io.heddle.audit.archive.ledger;

import io.heddle.audit.spool.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * A write whose leaf says PENDING: what became of it is said by a later leaf.
 *
 * @param node the node that captured it
 * @param boot the run that captured it
 * @param transaction the run's number of the transaction
 * @param ordinal its place in the transaction, from 0
 */
public record PendingWrite(String node, long boot, long transaction, long ordinal) {
  /**
   * Reads the leaf of an operation.
   *
   * @return empty if the leaf is none, or says itself what became of it
   * @throws IllegalArgumentException if it is no leaf
   */
  public static Optional<PendingWrite> of(byte[] leaf) {
    Map<String, Object> fields = LeafText.fields(leaf);
    if (!Outcome.PENDING.name().equals(fields.get("captured_outcome"))) {
      return Optional.empty();
    }
    return Optional.of(
        new PendingWrite(
            (String) fields.get("node"),
            Long.parseUnsignedLong((String) fields.get("boot"), 16),
            (Long) fields.get("transaction"),
            (Long) fields.get("ordinal")));
  }

  /**
   * What another leaf says became of it; empty if that leaf speaks of something else.
   *
   * @throws IllegalArgumentException if it is no leaf
   */
  public Optional<Outcome> decidedBy(byte[] leaf) {
    LeafReader in = new LeafReader(leaf);
    if (in.u8() != LeafBytes.VERSION) {
      throw new IllegalArgumentException("a leaf of unknown version");
    }
    long run = in.i64();
    in.i64(); // the sequence number
    String by = in.text();
    int kind = in.u8();
    if (kind == LeafBytes.OPERATION || kind == LeafBytes.OPERATION_WITH_EXTRAS) {
      return Optional.empty();
    }
    LedgerEvent event = EventReader.read(kind, in);
    if (event instanceof LedgerEvent.Decided decided
        && run == boot
        && by.equals(node)
        && decided.transaction() == transaction
        && decided.fromOrdinal() <= ordinal
        && ordinal < decided.toOrdinal()) {
      return Optional.of(decided.outcome());
    }
    if (event instanceof LedgerEvent.Resolved resolved
        && run == 0
        && by.isEmpty()
        && resolved.node().equals(node)
        && resolved.boot() == boot
        && resolved.transaction() == transaction) {
      return Optional.of(resolved.outcome());
    }
    return Optional.empty();
  }
}
