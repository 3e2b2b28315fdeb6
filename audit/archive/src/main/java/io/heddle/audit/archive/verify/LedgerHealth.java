package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TilePruning;
import io.heddle.audit.archive.tlog.TileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether the ledger can go on, at a glance: the newest checkpoint, what is not signed, and the
 * tiles that the next checkpoint needs, with the newest of leaves. {@link Verifier} looks at
 * everything.
 *
 * @param signed how many leaves are signed
 * @param signedAt when, by the file's time; null if nothing was ever signed
 * @param unsigned how many leaves came since
 * @param missingTiles how many of the newest {@link #TILES_LOOKED_AT} tiles of leaves are missing
 * @param problem why nothing can be signed now; empty if all is well
 */
public record LedgerHealth(
    long signed, Instant signedAt, long unsigned, long missingTiles, String problem) {
  /** A look at more would take seconds. */
  public static final int TILES_LOOKED_AT = 10_000;

  /** Whether the next checkpoint can be signed, and all there is can be proved. */
  public boolean canGoOn() {
    return problem.isEmpty() && missingTiles == 0;
  }

  /**
   * Looks; nothing is changed.
   *
   * @throws ArchiveException if the hot file cannot be read
   */
  public static LedgerHealth of(ArchiveHome home) throws ArchiveException {
    String lost = SignedState.lost(home.tlog(), new LedgerKeys(home.path()));
    LedgerHealth found = ofFiles(home);
    return lost.isEmpty()
        ? found
        : new LedgerHealth(found.signed, found.signedAt, found.unsigned, found.missingTiles, lost);
  }

  private static LedgerHealth ofFiles(ArchiveHome home) throws ArchiveException {
    Path newest = new CheckpointFiles(home.tlog()).newest();
    try {
      Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(Files.readString(newest)).text());
      Instant at = Files.getLastModifiedTime(newest).toInstant();
      long size = checkpoint.size();
      return new LedgerHealth(
          size,
          at,
          Math.max(0, leaves(home) - size),
          missingTiles(home, size),
          problem(home, checkpoint));
    } catch (NoSuchFileException none) {
      return new LedgerHealth(0, null, leaves(home), 0, "");
    } catch (IOException | NoteException unusable) {
      return new LedgerHealth(
          0, null, leaves(home), 0, newest + " cannot be used: " + unusable.getMessage());
    }
  }

  private static long leaves(ArchiveHome home) throws ArchiveException {
    return inHot(home, "SELECT coalesce(max(first_leaf + records), 0) FROM span");
  }

  private static long inHot(ArchiveHome home, String sql) throws ArchiveException {
    try (Connection hot = Sqlite.reading(home.hot())) {
      Sqlite.check(hot, home.hot());
      return Schema.hasLedger(hot, "main") ? Sqlite.number(hot, sql) : 0;
    } catch (SQLException failure) {
      throw Sqlite.unusable(home.hot(), failure);
    }
  }

  private static String problem(ArchiveHome home, Checkpoint signed) {
    try {
      byte[] root = TileTree.load(new TileFiles(home.tlog()), signed.size()).root();
      return Arrays.equals(root, signed.root())
          ? ""
          : "the tiles are not those of the newest checkpoint";
    } catch (IOException missing) {
      return missing.getMessage();
    }
  }

  /** Tiles of leaves before the first that has a record left may have been pruned. */
  private static long missingTiles(ArchiveHome home, long size)
      throws IOException, ArchiveException {
    long full = Tile.hashes(1, size);
    long first = TilePruning.firstKept(0, firstLeaf(home));
    long missing = 0;
    for (long index = Math.max(first, full - TILES_LOOKED_AT); index < full; index++) {
      Path tile = home.tlog().resolve(new Tile(0, index, Tile.WIDTH).path());
      missing += Files.exists(tile) ? 0 : 1;
    }
    return missing;
  }

  private static long firstLeaf(ArchiveHome home) throws IOException, ArchiveException {
    long first = inHot(home, "SELECT coalesce(min(first_leaf), 0) FROM span");
    for (SegmentSummary segment : SegmentManifest.read(home).segments()) {
      if (segment.endLeaf() > segment.firstLeaf()) {
        first = Math.min(first, segment.firstLeaf());
      }
    }
    return first;
  }
}
