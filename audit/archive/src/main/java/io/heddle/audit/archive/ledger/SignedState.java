package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a ledger has signed, as its writer finds it when it begins.
 *
 * @param checkpoint the last one; null if there is none, or if {@code problem} says why it is not
 *     known
 * @param problem what is wrong with it; empty if nothing is
 */
public record SignedState(Checkpoint checkpoint, String problem) {
  /** Reads it, and removes what a crash has left of a checkpoint that never was published. */
  public static SignedState recover(Path folder) {
    try {
      SignedNote note = new CheckpointFiles(folder).recover();
      return new SignedState(note == null ? null : Checkpoint.parse(note.text()), "");
    } catch (IOException | NoteException unusable) {
      String problem =
          "the checkpoints below " + folder + " cannot be used (" + unusable.getMessage() + ")";
      return new SignedState(null, problem);
    }
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
