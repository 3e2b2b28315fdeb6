package io.heddle.audit.archive.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The checkpoints a log has signed: the newest in {@code checkpoint}, all of them, one behind the
 * other, in {@code checkpoints/DAY}. A checkpoint enters the history first: what was published is
 * always found there. One thread writes.
 */
public final class CheckpointFiles {
  /**
   * What a file of the history holds.
   *
   * @param path the file
   * @param notes whole notes, in order
   * @param rest bytes behind the last whole note: a crash may leave some
   */
  public record History(Path path, List<SignedNote> notes, int rest) {}

  private final Path folder;

  /** The file of the history whose name is durable; null before the first checkpoint is added. */
  private Path named;

  /** Below a log's folder, which need not exist. */
  public CheckpointFiles(Path folder) {
    this.folder = folder;
  }

  /** Where the newest is. */
  public Path newest() {
    return folder.resolve("checkpoint");
  }

  /** The files of the history, oldest first. */
  public List<Path> history() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> days = Files.newDirectoryStream(folder.resolve("checkpoints"))) {
      days.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    Collections.sort(files);
    return files;
  }

  /** Reads a file of the history as far as it holds notes. */
  public static History read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<SignedNote> notes = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int end = end(bytes, from);
      try {
        notes.add(SignedNote.parse(new String(bytes, from, end - from, UTF_8)));
      } catch (NoteException torn) {
        break;
      }
      from = end;
    }
    return new History(file, notes, bytes.length - from);
  }

  /**
   * The last one signed; null if there is none. A torn end of the history, which a crash may leave,
   * is cut off: what it was never was published.
   *
   * @throws NoteException if there is something that is no checkpoint
   */
  public SignedNote recover() throws IOException, NoteException {
    SignedNote last = null;
    List<Path> files = history();
    for (int i = files.size() - 1; i >= 0 && last == null; i--) {
      History history = read(files.get(i));
      if (history.rest() > 0) {
        cut(history);
      }
      if (!history.notes().isEmpty()) {
        last = history.notes().get(history.notes().size() - 1);
      }
    }
    SignedNote published = published();
    if (last == null) {
      return published;
    }
    if (published == null || size(published) < size(last)) {
      publish(last);
    } else if (!published.text().equals(last.text())) {
      throw new NoteException(
          newest() + " is not the last checkpoint of " + folder.resolve("checkpoints"));
    }
    return last;
  }

  /** Adds a checkpoint to the history and publishes it; durable when this returns. */
  public void add(SignedNote checkpoint, LocalDate day) throws IOException {
    append(checkpoint, day);
    publish(checkpoint);
  }

  /** Where the newest is that witnesses have cosigned. */
  public Path cosigned() {
    return folder.resolve("checkpoint.cosigned");
  }

  /** Publishes a checkpoint with cosignatures; it is in the history without them. */
  public void publishCosigned(SignedNote checkpoint) throws IOException {
    replace(cosigned(), checkpoint);
  }

  private void publish(SignedNote checkpoint) throws IOException {
    replace(newest(), checkpoint);
    TileFiles.force(folder);
  }

  private void replace(Path file, SignedNote checkpoint) throws IOException {
    Path made = folder.resolve(file.getFileName() + ".new");
    write(made, checkpoint, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private SignedNote published() throws IOException, NoteException {
    try {
      return SignedNote.parse(Files.readString(newest()));
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  private void append(SignedNote checkpoint, LocalDate day) throws IOException {
    Path days = folder.resolve("checkpoints");
    List<Path> files = history();
    Path file = days.resolve(day.toString());
    if (!files.isEmpty() && file.compareTo(files.get(files.size() - 1)) < 0) {
      file = files.get(files.size() - 1); // a clock that went back must not change the order
    }
    Files.createDirectories(days);
    write(file, checkpoint, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!file.equals(named)) {
      // Also if it was there: a process that was killed may have made it and come no further.
      TileFiles.force(days);
      TileFiles.force(folder);
      named = file;
    }
  }

  private static void write(Path file, SignedNote note, StandardOpenOption... options)
      throws IOException {
    StandardOpenOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, all)) {
      ByteBuffer bytes = ByteBuffer.wrap(note.toString().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void cut(History history) throws IOException {
    try (FileChannel channel = FileChannel.open(history.path(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - history.rest());
      channel.force(true);
    }
  }

  private static long size(SignedNote note) throws NoteException {
    return Checkpoint.parse(note.text()).size();
  }

  /** Where the note that begins there ends: behind the last line of its signatures. */
  private static int end(byte[] bytes, int from) {
    int lineStart = from;
    boolean isSigned = false;
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        boolean isSignature = bytes[lineStart] == (byte) 0xe2; // the em dash's first byte
        if (isSigned && !isSignature) {
          return lineStart;
        }
        isSigned |= isSignature;
        lineStart = i + 1;
      }
    }
    return isSigned ? lineStart : bytes.length;
  }
}
