package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.tlog.TreeHash;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the ledger knows of a sealed segment.
 *
 * @param number its number
 * @param sizeBytes its size
 * @param sha256 of the whole file: every byte of it counts
 * @param firstLeaf the first leaf whose record is in it; of no meaning if there is none
 * @param endLeaf behind the last one
 * @param leaves how many leaves' records are in it; others of the range may be elsewhere
 */
public record SegmentSeal(
    long number, long sizeBytes, byte[] sha256, long firstLeaf, long endLeaf, long leaves) {

  LeafBytes put(LeafBytes out) {
    return out.i64(number).i64(sizeBytes).body(sha256).i64(firstLeaf).i64(endLeaf).i64(leaves);
  }

  static SegmentSeal get(LeafReader in) {
    return new SegmentSeal(
        in.i64(), in.i64(), in.bytes(TreeHash.BYTES), in.i64(), in.i64(), in.i64());
  }

  /** Whether a leaf's record may be in it. */
  public boolean spans(long leaf) {
    return leaf >= firstLeaf && leaf < endLeaf;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentSeal that
        && Arrays.equals(put(new LeafBytes()).copy(), that.put(new LeafBytes()).copy());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return "segment "
        + number
        + " ("
        + sizeBytes
        + " bytes, SHA-256 "
        + HexFormat.of().formatHex(sha256)
        + ", "
        + leaves
        + " leaves from "
        + firstLeaf
        + " to "
        + (endLeaf - 1)
        + ")";
  }
}
