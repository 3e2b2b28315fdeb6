package io.heddle.audit.archive.retention;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.tlog.TilePruning;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Removes from the ledger what pruned segments have left behind: the tiles of leaves of which no
 * record is left. The archiver alone does so, because it is declared in the ledger first, and
 * signed: {@link #due}, record, sign, {@link #remove}. After a crash in between it is due again.
 */
public final class LedgerPruning {
  private final ArchiveHome home;
  private final TilePruning tiles;

  /** Of the archive of a home directory. */
  public LedgerPruning(ArchiveHome home) {
    this.home = home;
    this.tiles = new TilePruning(home.tlog());
  }

  /**
   * What is to be declared.
   *
   * @param isNews whether segments were pruned since the last time; else it is due only if tiles
   *     are left that a crash has kept
   * @param firstHotLeaf the first leaf whose record is in the hot file
   * @throws ArchiveException if a segment cannot be read: nobody knows then what it holds
   */
  public Optional<MinimumIndex> due(boolean isNews, long firstHotLeaf) throws ArchiveException {
    try {
      List<SegmentSeal> pruned = pruned();
      if (pruned.isEmpty()) {
        return Optional.empty();
      }
      long minimum = firstHotLeaf;
      for (SegmentSummary segment : SegmentManifest.read(home).segments()) {
        if (segment.endLeaf() > segment.firstLeaf()) {
          minimum = Math.min(minimum, segment.firstLeaf());
        }
      }
      return isNews || tiles.isAnyBefore(minimum)
          ? Optional.of(MinimumIndex.of(minimum, pruned))
          : Optional.empty();
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  /**
   * Removes the tiles, once what is due is signed.
   *
   * @return how many files
   */
  public long remove(MinimumIndex declared) throws ArchiveException {
    try {
      return tiles.removeBefore(declared.leaf());
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private List<SegmentSeal> pruned() throws ArchiveException {
    return RetentionRegister.look(
        home.retention(),
        List::of,
        register -> PrunedTable.all(register).stream().map(PrunedSegment::seal).toList());
  }

  private ArchiveException unusable(IOException failure) {
    return new ArchiveException(
        "tiles below " + home.tlog() + " cannot be pruned (" + failure + "); it is tried again",
        failure);
  }
}
