package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.PendingWrite;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.store.Schema;
import io.heddle.audit.archive.store.SegmentManifest;
import io.heddle.audit.archive.store.SegmentSummary;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TlogProof;
import io.heddle.audit.archive.tlog.TreeHash;
import io.heddle.audit.archive.tlog.TreeProver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes proofs that records are in the ledger, as of its newest checkpoint. */
public final class Prover {
  private final ArchiveHome home;

  /** Proves from the archive of a home directory. */
  public Prover(Path homeDirectory) {
    home = new ArchiveHome(homeDirectory);
  }

  /**
   * Proves that the operation of that name was archived.
   *
   * @return empty if there is none
   * @throws ArchiveException if it is not signed yet, or is not what was signed
   */
  public Optional<TlogProof> prove(AuditTraceId id) throws ArchiveException {
    return prove(
        LeafOfRecord.where(id),
        segment -> segment.keys().stream().anyMatch(range -> range.mayHold(id.boot(), id.seq())));
  }

  /**
   * Proves that a leaf is what the archive has for it.
   *
   * @return empty if there is none
   */
  public Optional<TlogProof> prove(long leaf) throws ArchiveException {
    return prove(
        LeafOfRecord.where(leaf),
        segment -> segment.firstLeaf() <= leaf && leaf < segment.endLeaf());
  }

  /**
   * Proves what became of a write, by the first leaf that says so.
   *
   * @param write of the proof of a write whose leaf says PENDING
   * @param leaf that leaf; the outcome's is a later one
   * @return empty if nothing says so yet
   */
  public Optional<TlogProof> proveOutcome(PendingWrite write, long leaf) throws ArchiveException {
    return prove(LeafOfRecord.outcome(write), segment -> segment.endLeaf() > leaf);
  }

  private interface Where {
    boolean mayBeIn(SegmentSummary segment);
  }

  private Optional<TlogProof> prove(LeafOfRecord.Search search, Where where)
      throws ArchiveException {
    if (!Files.exists(home.hot())) {
      return Optional.empty();
    }
    // The checkpoint first: what is found afterwards may be newer, never older.
    List<SignedNote> notes = checkpoints();
    Optional<LeafOfRecord> found = find(home.hot(), search, true);
    try {
      for (SegmentSummary segment : SegmentManifest.read(home).segments()) {
        // An earlier one comes first: what is decided once stays.
        boolean mayBeEarlier = found.isEmpty() || segment.firstLeaf() < found.get().leaf();
        if (mayBeEarlier && where.mayBeIn(segment)) {
          Optional<LeafOfRecord> other = found;
          long before = found.map(LeafOfRecord::leaf).orElse(Long.MAX_VALUE);
          Optional<LeafOfRecord> sealed = find(home.segment(segment.number()), search, false);
          found = sealed.filter(record -> record.leaf() < before).or(() -> other);
        }
      }
    } catch (IOException unreadable) {
      throw new ArchiveException(
          home.archive() + " cannot be read (" + unreadable + ")", unreadable);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(prove(found.get(), notes));
  }

  private static Optional<LeafOfRecord> find(Path file, LeafOfRecord.Search search, boolean isHot)
      throws ArchiveException {
    try (Connection connection = isHot ? Sqlite.reading(file) : Sqlite.sealed(file)) {
      Sqlite.check(connection, file);
      return Schema.hasLedger(connection, "main") ? search.in(connection) : Optional.empty();
    } catch (SQLException failure) {
      throw Sqlite.unusable(file, failure);
    }
  }

  private TlogProof prove(LeafOfRecord found, List<SignedNote> notes) throws ArchiveException {
    LeafBytes bytes = found.bytes();
    try {
      SignedNote note = covering(found.leaf(), notes);
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      TreeProver prover = new TreeProver(new TileFiles(home.tlog()), checkpoint.size());
      TlogProof proof =
          new TlogProof(bytes.copy(), found.leaf(), prover.inclusion(found.leaf()), note);
      if (!proof.proves(new TreeHash().leaf(bytes.copy()))) {
        throw new ArchiveException(
            "leaf "
                + found.leaf()
                + " is not what was signed: 'heddle audit verify' says what is wrong",
            null);
      }
      return proof;
    } catch (IOException | NoteException unusable) {
      throw new ArchiveException(
          "the ledger below " + home.tlog() + " cannot be used: " + unusable.getMessage(),
          unusable);
    }
  }

  /** The newest checkpoint, and before it the newest that witnesses have cosigned. */
  private List<SignedNote> checkpoints() throws ArchiveException {
    CheckpointFiles files = new CheckpointFiles(home.tlog());
    List<SignedNote> notes = new ArrayList<>();
    for (Path file : List.of(files.cosigned(), files.newest())) {
      try {
        notes.add(SignedNote.parse(Files.readString(file)));
      } catch (NoSuchFileException none) {
        continue;
      } catch (IOException | NoteException unusable) {
        throw new ArchiveException(file + " cannot be used: " + unusable.getMessage(), unusable);
      }
    }
    return notes;
  }

  /** The first that covers a leaf. */
  private static SignedNote covering(long leaf, List<SignedNote> notes)
      throws NoteException, ArchiveException {
    for (SignedNote note : notes) {
      if (leaf < Checkpoint.parse(note.text()).size()) {
        return note;
      }
    }
    throw new ArchiveException(
        "leaf " + leaf + " is not signed yet; the archiver signs within a second", null);
  }
}
