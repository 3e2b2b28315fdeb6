package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The largest checkpoint that was ever signed, in {@code keys/ledger.signed}: beside the key and
 * outside the archive, so that an archive that is removed or put back from an old copy is noticed.
 *
 * <p>The archiver alone writes it, after the checkpoint itself: a crash leaves it one checkpoint
 * behind, never ahead.
 */
public final class SignedMark {
  private final Path file;

  /** Of the keys in a folder. */
  SignedMark(Path folder) {
    file = folder.resolve("ledger.signed");
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /**
   * The largest checkpoint; empty if none is remembered. One of size 0 comes with a new key that
   * has signed nothing yet.
   *
   * @throws NoteException if the file holds something else
   */
  public Optional<Checkpoint> read() throws IOException, NoteException {
    try {
      return Optional.of(Checkpoint.parse(SignedNote.parse(Files.readString(file)).text()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Remembers a checkpoint; the file's content is durable when this returns. */
  void keep(SignedNote checkpoint) throws IOException {
    LedgerKeys.replace(file, checkpoint.toString(), false);
  }
}
