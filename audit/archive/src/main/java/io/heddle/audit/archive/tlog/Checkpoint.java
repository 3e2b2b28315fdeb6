package io.heddle.audit.archive.tlog;

import java.util.Arrays;

/**
 * What a log states of its tree: C2SP tlog-checkpoint.
 *
 * @param origin which log
 * @param size how many leaves
 * @param root the tree's root
 */
public record Checkpoint(String origin, long size, byte[] root) {
  /** Reads a note's text. */
  public static Checkpoint parse(String text) throws NoteException {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !lines[lines.length - 1].isEmpty() || lines[0].isEmpty()) {
      throw new NoteException("no checkpoint: expected origin, size and root, a line each");
    }
    for (int i = 3; i < lines.length - 1; i++) {
      if (lines[i].isEmpty()) {
        throw new NoteException("no checkpoint: an extension line is empty");
      }
    }
    return new Checkpoint(lines[0], number(lines[1]), Base64s.hash(lines[2]));
  }

  /** The note's text. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64s.encode(root) + "\n";
  }

  /** Reads a number as checkpoints write it: decimal, without a leading zero. */
  public static long number(String text) throws NoteException {
    if (text.matches("0|[1-9][0-9]{0,17}")) {
      return Long.parseLong(text);
    }
    throw new NoteException("'" + text + "' is no decimal number");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && origin.equals(that.origin)
        && size == that.size
        && Arrays.equals(root, that.root);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size);
  }

  @Override
  public String toString() {
    return text();
  }
}
