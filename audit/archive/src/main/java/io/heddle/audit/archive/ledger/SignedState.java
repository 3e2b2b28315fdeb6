package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a ledger has signed, as its writer finds it when it begins.
 *
 * @param checkpoint the last one; null if there is none, or if {@code problem} says why it is not
 *     known
 * @param problem what is wrong with it; empty if nothing is
 * @param lost what was signed and is not there any more; empty if all is there. Signing on would
 *     sign a size twice.
 */
public record SignedState(Checkpoint checkpoint, String problem, String lost) {
  private static final String REMEDY =
      "; put archive/ back from a copy, or begin a new ledger, which is recorded, with 'heddle"
          + " audit ledger begin --reason TEXT'";

  /** Reads it, and removes what a crash has left of a checkpoint that never was published. */
  public static SignedState recover(Path folder, LedgerKeys keys) {
    try {
      SignedNote note = new CheckpointFiles(folder).recover();
      Checkpoint last = note == null ? null : Checkpoint.parse(note.text());
      return new SignedState(last, "", lost(keys, keys.mark().read(), last));
    } catch (IOException | NoteException unusable) {
      String problem =
          "the checkpoints below "
              + folder
              + " or "
              + keys.mark().file()
              + " cannot be used ("
              + unusable.getMessage()
              + ")";
      return new SignedState(null, problem, "");
    }
  }

  /**
   * What was signed and is not there any more, beside an archiver and without changing anything.
   *
   * @param folder of the log
   * @return a sentence; empty if nothing is missing
   */
  public static String lost(Path folder, LedgerKeys keys) {
    try {
      // In this order: an archiver beside us writes them in the other one.
      Optional<Checkpoint> mark = keys.mark().read();
      return lost(keys, mark, published(folder));
    } catch (IOException | NoteException unusable) {
      return "what was signed is not known: " + unusable.getMessage();
    }
  }

  /** How many leaves are signed, beside an archiver; 0 if that is not known. */
  public static long signedLeaves(Path folder) {
    try {
      Checkpoint newest = published(folder);
      return newest == null ? 0 : newest.size();
    } catch (IOException | NoteException unusable) {
      return 0;
    }
  }

  private static Checkpoint published(Path folder) throws IOException, NoteException {
    try {
      String note = Files.readString(new CheckpointFiles(folder).newest());
      return Checkpoint.parse(SignedNote.parse(note).text());
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  /**
   * The same, of what was read already.
   *
   * @param mark the largest checkpoint ever signed, read before {@code found}
   * @param found the newest checkpoint of the archive; null if there is none
   */
  public static String lost(LedgerKeys keys, Optional<Checkpoint> mark, Checkpoint found)
      throws IOException, NoteException {
    if (mark.isEmpty()) {
      // Once more, because an archiver beside us may just make both, the mark first.
      boolean isKeyAlone = found == null && !keys.all().isEmpty() && keys.mark().read().isEmpty();
      return isKeyAlone
          ? keys.published()
              + " lists a key that has signed, and the archive has nothing that it signed"
              + REMEDY
          : "";
    }
    Checkpoint signed = mark.get();
    long size = found == null ? 0 : found.size();
    boolean isSameLog = found == null || found.origin().equals(signed.origin());
    boolean isSameTree =
        found == null || size != signed.size() || Arrays.equals(found.root(), signed.root());
    if (isSameLog && isSameTree && size >= signed.size()) {
      return "";
    }
    String has = "the archive has " + size;
    if (!isSameLog) {
      has = "the archive is of another log, " + found.origin();
    } else if (!isSameTree) {
      has = "the archive has " + size + " others";
    }
    return signed.size()
        + " leaves of "
        + signed.origin()
        + " were signed ("
        + keys.mark().file()
        + "), and "
        + has
        + REMEDY;
  }

  /** The last one, if there is one. */
  Optional<Checkpoint> last() {
    return Optional.ofNullable(checkpoint);
  }

  /** How many leaves are signed, as far as is known. */
  public long size() {
    return checkpoint == null ? 0 : checkpoint.size();
  }
}
