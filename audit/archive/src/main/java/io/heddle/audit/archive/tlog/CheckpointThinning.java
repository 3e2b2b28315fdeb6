package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Thins the history of checkpoints out: of a day that is old enough {@link #MOST_A_DAY} stay,
 * evenly, the first and the last among them; and besides those with more than one signature (a key
 * was rotated), and the newest that was cosigned. The rest says nothing of the tree that a later
 * checkpoint does not.
 */
public final class CheckpointThinning {
  /** One a minute, as on a day on which nothing comes; while records come there is one a second. */
  static final int MOST_A_DAY = 1_440;

  /** So large a file holds more than that, at 200 to 250 bytes each; smaller ones are not read. */
  private static final long THIN_BYTES = MOST_A_DAY * 256;

  private final Path folder;
  private final CheckpointFiles files;

  /** A day that can be thinned out, and what of it stays. */
  private record Day(Path path, List<SignedNote> kept, int removed) {}

  /** Of the log in {@code folder}. */
  public CheckpointThinning(Path folder) {
    this.folder = folder;
    this.files = new CheckpointFiles(folder);
  }

  /** How many checkpoints of days before {@code day} would go. */
  public long countBefore(LocalDate day) throws IOException {
    return thick(day).stream().mapToLong(Day::removed).sum();
  }

  /** Thins the days before {@code day} out, each as a whole or not at all. */
  public void thinBefore(LocalDate day) throws IOException {
    for (Day thick : thick(day)) {
      StringBuilder kept = new StringBuilder();
      thick.kept.forEach(kept::append);
      // Not beside the days: whatever lies there is part of the history.
      Path made = folder.resolve("checkpoints.thinned");
      Files.deleteIfExists(made);
      try (FileChannel channel =
          FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(kept.toString().getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(made, thick.path, StandardCopyOption.ATOMIC_MOVE);
      TileFiles.force(thick.path.getParent());
    }
  }

  private List<Day> thick(LocalDate before) throws IOException {
    List<Day> thick = new ArrayList<>();
    List<Path> days = files.history();
    String cosigned = cosigned();
    for (int i = 0; i < days.size() - 1; i++) { // the last is still being written
      if (isBefore(days.get(i), before) && Files.size(days.get(i)) > THIN_BYTES) {
        CheckpointFiles.History history = CheckpointFiles.read(days.get(i));
        List<SignedNote> kept = kept(history.notes(), cosigned);
        // What ends in something else is for verification to look at, not for us to change.
        if (history.rest() == 0 && kept.size() < history.notes().size()) {
          thick.add(new Day(days.get(i), kept, history.notes().size() - kept.size()));
        }
      }
    }
    return thick;
  }

  private static List<SignedNote> kept(List<SignedNote> notes, String cosigned) {
    long plain = notes.stream().filter(note -> !isSpecial(note, cosigned)).count();
    if (plain <= MOST_A_DAY) {
      return notes;
    }
    long every = (notes.size() + MOST_A_DAY - 2) / (MOST_A_DAY - 1);
    List<SignedNote> kept = new ArrayList<>();
    for (int i = 0; i < notes.size(); i++) {
      if (i % every == 0 || i == notes.size() - 1 || isSpecial(notes.get(i), cosigned)) {
        kept.add(notes.get(i));
      }
    }
    return kept;
  }

  private static boolean isSpecial(SignedNote note, String cosigned) {
    return note.signatures().size() > 1 || note.text().equals(cosigned);
  }

  private String cosigned() throws IOException {
    try {
      return SignedNote.parse(Files.readString(files.cosigned())).text();
    } catch (NoSuchFileException | NoteException none) {
      return "";
    }
  }

  private static boolean isBefore(Path file, LocalDate day) {
    try {
      return LocalDate.parse(file.getFileName().toString()).isBefore(day);
    } catch (DateTimeException noDay) {
      return false;
    }
  }
}
