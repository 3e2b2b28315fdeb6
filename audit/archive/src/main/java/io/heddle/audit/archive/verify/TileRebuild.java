package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.Tile;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TileInstall;
import io.heddle.audit.archive.tlog.TileTree;
import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the ledger's tiles anew from the archive's records. Nothing is believed but what was
 * signed: the tree that records make must have the root of the newest checkpoint, or nothing is
 * changed. Nothing is ever signed.
 *
 * <p>Leaves whose records were pruned, between others that are there, are taken from their tile.
 * Nobody may archive meanwhile.
 */
public final class TileRebuild {
  /**
   * What was done.
   *
   * @param leaves of the tree that was signed
   * @param fromRecords how many of them were hashed anew
   * @param replaced the tiles that were missing or others, below the log's folder
   */
  public record Result(long leaves, long fromRecords, List<String> replaced) {
    /** Keeps a copy. */
    public Result {
      replaced = List.copyOf(replaced);
    }
  }

  private final ArchiveHome home;
  private final TileFiles tiles;
  private final TreeMap<Long, Long> minima = new TreeMap<>();

  private TileRebuild(ArchiveHome home) {
    this.home = home;
    this.tiles = new TileFiles(home.tlog());
  }

  /**
   * Rebuilds the tiles of an archive.
   *
   * @throws ArchiveException if a file cannot be read, nothing was ever signed, or records do not
   *     make the tree that was signed; nothing is changed then
   */
  public static Result rebuild(ArchiveHome home) throws ArchiveException {
    return new TileRebuild(home).run();
  }

  private Result run() throws ArchiveException {
    Path scratch = home.archive().resolve("tlog.building");
    try {
      Checkpoint signed = signed();
      TileInstall.remove(scratch);
      Files.createDirectories(scratch);
      try (LeafHashes leaves = new LeafHashes(scratch, signed.size())) {
        hashRecords(leaves);
        return build(signed, leaves, scratch);
      } finally {
        TileInstall.remove(scratch);
      }
    } catch (IOException | NoteException failure) {
      throw new ArchiveException(
          "the tiles below " + home.tlog() + " were not rebuilt: " + failure.getMessage(), failure);
    }
  }

  private Checkpoint signed() throws IOException, NoteException, ArchiveException {
    Path newest = new CheckpointFiles(home.tlog()).newest();
    try {
      SignedNote note = SignedNote.parse(Files.readString(newest));
      note.signers(new LedgerKeys(home.path()).all());
      return Checkpoint.parse(note.text());
    } catch (NoSuchFileException none) {
      throw new ArchiveException(
          newest + " is not there: nothing says which tree was signed", none);
    }
  }

  private void hashRecords(LeafHashes leaves) throws ArchiveException, IOException {
    try (SqliteFile hot = SqliteFile.hot(home.hot(), "archive/hot.db")) {
      new RowHashes(leaves, minima).of(hot);
    }
    for (long number : home.segments()) {
      Path segment = home.segment(number);
      try (ArchiveFile file =
          SealedFile.open(segment, home.path().relativize(segment).toString())) {
        new RowHashes(leaves, minima).of(file);
      }
    }
  }

  private Result build(Checkpoint signed, LeafHashes leaves, Path scratch)
      throws IOException, ArchiveException {
    Map.Entry<Long, Long> declared = minima.lowerEntry(signed.size());
    long minimum = declared == null ? 0 : Math.min(declared.getValue(), signed.size());
    long begin = minimum / Tile.WIDTH * Tile.WIDTH;
    TileTree tree = TileTree.continuing(tiles, signed.size(), begin, new TileFiles(scratch));
    long fromRecords = 0;
    for (long leaf = begin; leaf < signed.size(); leaf++) {
      boolean isThere = leaves.has(leaf);
      fromRecords += isThere ? 1 : 0;
      tree.append(isThere ? leaves.hash(leaf) : fromTile(leaf, signed.size()), 1);
    }
    if (!Arrays.equals(tree.root(), signed.root())) {
      throw new ArchiveException(
          "the records do not make the tree of "
              + signed.size()
              + " leaves that was signed; nothing was changed. 'heddle audit verify' says which"
              + " record is another",
          null);
    }
    tree.flush();
    return new Result(
        signed.size(), fromRecords, new ArrayList<>(TileInstall.install(scratch, home.tlog())));
  }

  /** The record was pruned, or is lost; its tile may still be there. */
  private byte[] fromTile(long leaf, long size) throws IOException, ArchiveException {
    try {
      byte[] hashes = tiles.read(Tile.of(0, leaf / Tile.WIDTH, size));
      int at = (int) (leaf % Tile.WIDTH) * TreeHash.BYTES;
      return Arrays.copyOfRange(hashes, at, at + TreeHash.BYTES);
    } catch (IOException missing) {
      throw new ArchiveException(
          "leaf "
              + leaf
              + " can be made neither of a record nor of its tile ("
              + missing.getMessage()
              + "); nothing was changed",
          missing);
    }
  }
}
