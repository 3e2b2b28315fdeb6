package io.heddle.audit.archive.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * A proof that an entry is in a log, to be checked without the log: C2SP tlog-proof.
 *
 * @param extra what the application adds, which nothing vouches for; empty for none
 * @param index the entry's place
 * @param hashes from the leaf's sibling up
 * @param checkpoint the log's statement
 */
public record TlogProof(byte[] extra, long index, List<byte[]> hashes, SignedNote checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** A tree of 2^63 leaves needs no more. */
  private static final int MOST_HASHES = 63;

  /** Reads a proof. */
  public static TlogProof parse(String text) throws NoteException {
    String[] lines = text.split("\n", -1);
    int at = 0;
    if (!lines[at++].equals(HEADER)) {
      throw new NoteException("no proof: the first line is not " + HEADER);
    }
    byte[] extra = {};
    if (at < lines.length && lines[at].startsWith(EXTRA)) {
      extra = Base64s.decode(lines[at++].substring(EXTRA.length()));
    }
    if (at >= lines.length || !lines[at].startsWith(INDEX)) {
      throw new NoteException("no proof: it has no line 'index'");
    }
    long index = Checkpoint.number(lines[at++].substring(INDEX.length()));
    List<byte[]> hashes = new ArrayList<>();
    while (at < lines.length && !lines[at].isEmpty()) {
      hashes.add(Base64s.hash(lines[at++]));
      if (hashes.size() > MOST_HASHES) {
        throw new NoteException("no proof: more than " + MOST_HASHES + " hashes");
      }
    }
    if (at >= lines.length) {
      throw new NoteException("no proof: it has no checkpoint behind an empty line");
    }
    StringBuilder note = new StringBuilder();
    for (at++; at < lines.length; at++) {
      note.append(lines[at]).append(at < lines.length - 1 ? "\n" : "");
    }
    return new TlogProof(extra, index, hashes, SignedNote.parse(note.toString()));
  }

  /** Whether this proves that an entry of that hash is in the tree of the checkpoint. */
  public boolean proves(byte[] leafHash) throws NoteException {
    Checkpoint tree = Checkpoint.parse(checkpoint.text());
    return new TreeProofs().isIncluded(leafHash, index, tree.size(), tree.root(), hashes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    if (extra.length > 0) {
      text.append(EXTRA).append(Base64s.encode(extra)).append('\n');
    }
    text.append(INDEX).append(index).append('\n');
    hashes.forEach(hash -> text.append(Base64s.encode(hash)).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }
}
