package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.TileException;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TreeProofs;
import io.heddle.audit.archive.tlog.TreeProver;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.io.IOException;

/**
 * A tree that was verified earlier and is smaller than those whose roots can be derived now,
 * because the tiles of its last leaves were pruned. That it is a beginning of today's tree is shown
 * by a consistency proof then (RFC 6962, section 2.1.2), which needs one path of tiles. If one of
 * them is gone as well, the finding names it: tiles never change, so one from an older copy does.
 */
final class EarlierTree {
  private final Checkpoint earlier;
  private final TileFiles tiles;
  private final Findings findings;

  EarlierTree(Checkpoint earlier, TileFiles tiles, Findings findings) {
    this.earlier = earlier;
    this.tiles = tiles;
    this.findings = findings;
  }

  /**
   * Compares it.
   *
   * @param newest whose tree the tiles make
   * @param minimum no record of a leaf before it is left
   */
  void compareWith(Checkpoint newest, long minimum) {
    try {
      boolean isBeginning =
          new TreeProofs()
              .isConsistent(
                  earlier.size(),
                  earlier.root(),
                  newest.size(),
                  newest.root(),
                  new TreeProver(tiles, newest.size()).consistency(earlier.size()));
      if (!isBeginning) {
        findings.add(
            Finding.of(
                Kind.FORK,
                "the "
                    + earlier.size()
                    + " leaves that were verified earlier are no beginning of those there are"
                    + " now"));
      }
    } catch (TileException gone) {
      findings.add(Finding.of(Kind.UNCOMPARED, uncompared(minimum, gone.tile().path())));
    } catch (IOException unreadable) {
      findings.add(Finding.of(Kind.UNREADABLE, unreadable.toString()));
    }
  }

  private String uncompared(long minimum, String tile) {
    return "the "
        + earlier.size()
        + " leaves that were verified earlier were pruned since, as all before leaf "
        + minimum
        + ": whether they are a beginning of this log cannot be shown without archive/tlog/"
        + tile
        + ". Copy it from a backup made before (tiles never change) and verify again; or have it"
        + " verified with the state of a later verification; or begin anew with another --from"
        + " file. Verify more often than you prune";
  }
}
