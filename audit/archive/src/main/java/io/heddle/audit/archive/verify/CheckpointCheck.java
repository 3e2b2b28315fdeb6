package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.NewLog;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The checkpoints: each well formed, signed by a key that was trusted at its size, larger than the
 * one before, and of the tree that the leaves make. If all of them are of one tree, each is
 * consistent with the next.
 */
final class CheckpointCheck implements TileCheck.Roots {
  /** A checkpoint, and where it stands. */
  private record Signed(Checkpoint checkpoint, SignedNote note, String where) {}

  private final Path home;
  private final Path folder;
  private final Findings findings;
  private final TreeMap<Long, Signed> bySize = new TreeMap<>();

  /** In the order of their sizes; the newest stands in the history and by itself. */
  private final List<Signed> all = new ArrayList<>();

  /** The newest with cosignatures; null if there is none. */
  private Signed cosigned;

  private Checkpoint newest;

  /** What was verified earlier; null for nothing. */
  private Checkpoint expected;

  /** Checkpoints that are the first of another log than the one before them. */
  private final List<Signed> firsts = new ArrayList<>();

  private long lastThatFits;
  private boolean isForked;

  CheckpointCheck(Path home, Path folder, Findings findings) {
    this.home = home;
    this.folder = folder;
    this.findings = findings;
  }

  /**
   * Reads them; must be called before anything else is read: what comes later is not signed yet.
   */
  void read() {
    CheckpointFiles files = new CheckpointFiles(folder);
    SignedNote published = published(files.newest());
    try {
      List<Path> days = files.history();
      for (Path day : days) {
        CheckpointFiles.History history = CheckpointFiles.read(day);
        String where = home.relativize(day).toString();
        for (int i = 0; i < history.notes().size(); i++) {
          add(history.notes().get(i), where + ", number " + (i + 1));
        }
        boolean isLast = day.equals(days.get(days.size() - 1));
        if (history.rest() > 0) {
          findings.add(
              Finding.in(
                  isLast ? Kind.LEFTOVER : Kind.CHECKPOINT,
                  where,
                  where + " ends in " + history.rest() + " bytes that are no checkpoint"));
        }
      }
    } catch (IOException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, "archive/tlog/checkpoints", unreadable.toString()));
    }
    compareWithHistory(published, home.relativize(files.newest()).toString());
    SignedNote cosigned = published(files.cosigned());
    if (cosigned != null) {
      compareCosigned(cosigned, home.relativize(files.cosigned()).toString());
    }
  }

  /** The newest; null if nothing was ever signed. */
  Checkpoint newest() {
    return newest;
  }

  long count() {
    return bySize.size();
  }

  boolean isForked() {
    return isForked;
  }

  /**
   * Verifies the signatures.
   *
   * @param trusted the keys to begin with, those of witnesses among them
   * @param changes by leaf, the keys that a leaf brings in: before and after
   */
  void verify(List<VerifierKey> trusted, TreeMap<Long, VerifierKey[]> changes) {
    List<VerifierKey> keys = new ArrayList<>(trusted);
    long verified = 0;
    List<Signed> inOrder = new ArrayList<>(all);
    if (cosigned != null) {
      inOrder.add(cosigned);
    }
    boolean knowsWitnesses = keys.stream().anyMatch(VerifierKey::isWitness);
    if (cosigned != null && knowsWitnesses && !cosigned.note.isOnlyBy(keys)) {
      findings.add(
          Finding.in(
              Kind.LEFTOVER,
              cosigned.where,
              cosigned.where + " is signed by somebody unknown too"));
    }
    for (Signed signed : inOrder) {
      try {
        if (signed.note.signers(keys).stream().allMatch(VerifierKey::isWitness)) {
          throw new NoteException("the log itself has not signed it");
        }
        long from = Math.min(verified, signed.checkpoint.size());
        for (VerifierKey[] change : changes.subMap(from, signed.checkpoint.size()).values()) {
          if (keys.contains(change[0]) && !keys.contains(change[1])) {
            keys.add(change[1]);
          }
        }
        verified = signed.checkpoint.size();
      } catch (NoteException wrong) {
        findings.add(
            Finding.in(
                Kind.CHECKPOINT,
                signed.where,
                "the checkpoint of "
                    + signed.checkpoint.size()
                    + " leaves ("
                    + signed.where
                    + ") cannot be trusted: "
                    + wrong.getMessage()));
      }
    }
  }

  /**
   * Every interval was signed as soon as its leaf was there. Only the last one may not be yet, if
   * an archiver is at work or was killed.
   *
   * @param intervals the leaves that end one; found after {@link #read}
   */
  void missing(List<Long> intervals) {
    long size = Math.max(newest == null ? 0 : newest.size(), publishedSize());
    long unsigned = intervals.stream().filter(leaf -> leaf >= size).count();
    if (unsigned > 1) {
      String text =
          unsigned
              + " intervals ended after the last checkpoint, of "
              + size
              + " leaves: "
              + unsigned
              + " checkpoints are missing, or could not be signed. Nothing shows what came since";
      findings.add(Finding.in(Kind.CHECKPOINT, "archive/tlog/checkpoint", text), unsigned);
    }
  }

  /**
   * A log that follows another one was begun by a leaf that says so.
   *
   * @param logs by leaf, what was begun
   */
  void begun(TreeMap<Long, NewLog> logs) {
    for (Signed first : firsts) {
      Checkpoint checkpoint = first.checkpoint;
      boolean isDeclared =
          logs.headMap(checkpoint.size()).values().stream()
              .anyMatch(log -> log.log().equals(checkpoint.origin()));
      if (!isDeclared) {
        findings.add(
            Finding.in(
                Kind.FORK,
                first.where,
                "the checkpoint of "
                    + checkpoint.size()
                    + " leaves ("
                    + first.where
                    + ") is of another log, "
                    + checkpoint.origin()
                    + ", and nothing says that it was begun"));
      }
    }
    logs.forEach(
        (leaf, log) ->
            findings.add(
                new Finding(
                    Kind.BEGUN,
                    leaf,
                    "",
                    "",
                    "the ledger "
                        + log.log()
                        + " was begun at leaf "
                        + leaf
                        + " by "
                        + log.by()
                        + " ("
                        + log.reason()
                        + "): "
                        + log.lost())));
  }

  /** What an archiver may have signed since they were read. */
  private long publishedSize() {
    SignedNote published = published(new CheckpointFiles(folder).newest());
    return published == null ? 0 : parsed(published).size();
  }

  /** Roots of trees smaller than {@code size} cannot be derived: their leaves were pruned. */
  void beginAt(long size) {
    int before = bySize.headMap(size).size();
    if (before > 0) {
      findings.add(
          Finding.of(
              Kind.PRUNED,
              before
                  + " checkpoints are of trees of fewer than "
                  + size
                  + " leaves, whose tiles were pruned: their signatures are verified, and not"
                  + " their roots"));
    }
  }

  /** The tree that was verified earlier must be a beginning of this one. */
  void expect(Checkpoint earlier) {
    expected = earlier;
    boolean isSameLog = newest != null && newest.origin().equals(earlier.origin());
    if (!isSameLog || newest.size() < earlier.size()) {
      findings.add(
          Finding.of(
              Kind.FORK,
              "the log "
                  + earlier.origin()
                  + " had "
                  + earlier.size()
                  + " leaves when it was verified; now "
                  + (isSameLog ? "it has " + newest.size() : "it is another log")));
    }
  }

  @Override
  public long nextAbove(long size) {
    Long next = bySize.higherKey(size);
    long nearest = next == null ? Long.MAX_VALUE : next;
    boolean isExpected = expected != null && expected.size() > size;
    return isExpected ? Math.min(nearest, expected.size()) : nearest;
  }

  @Override
  public void root(long size, byte[] root) {
    if (expected != null && size == expected.size() && !Arrays.equals(root, expected.root())) {
      findings.add(
          Finding.of(
              Kind.FORK,
              "the " + size + " leaves that were verified earlier are not those there are now"));
    }
    if (bySize.containsKey(size)) {
      compare(size, root);
    }
  }

  private void compare(long size, byte[] root) {
    Signed signed = bySize.get(size);
    if (Arrays.equals(root, signed.checkpoint.root())) {
      lastThatFits = isForked ? lastThatFits : size;
    } else if (!isForked) {
      isForked = true;
      findings.add(
          Finding.in(
              Kind.FORK,
              signed.where,
              "the checkpoint of "
                  + size
                  + " leaves ("
                  + signed.where
                  + ") is not of this tree; the last one that is has "
                  + lastThatFits
                  + " leaves: what was changed is between them"));
    }
  }

  private SignedNote published(Path file) {
    String where = home.relativize(file).toString();
    try {
      if (Files.exists(file)) {
        SignedNote note = SignedNote.parse(Files.readString(file));
        Checkpoint.parse(note.text());
        return note;
      }
    } catch (NoteException wrong) {
      findings.add(Finding.in(Kind.CHECKPOINT, where, where + ": " + wrong.getMessage()));
    } catch (IOException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, where, where + ": " + unreadable));
    }
    return null;
  }

  private void add(SignedNote note, String where) {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      boolean isInOrder = newest == null || checkpoint.size() > newest.size();
      if (!isInOrder) {
        findings.add(
            Finding.in(
                Kind.CHECKPOINT,
                where,
                "the checkpoint of "
                    + checkpoint.size()
                    + " leaves ("
                    + where
                    + ") follows one of "
                    + newest.size()
                    + " leaves"));
        return;
      }
      Signed signed = new Signed(checkpoint, note, where);
      if (newest != null && !checkpoint.origin().equals(newest.origin())) {
        firsts.add(signed);
      }
      newest = checkpoint;
      bySize.put(checkpoint.size(), signed);
      all.add(signed);
    } catch (NoteException wrong) {
      findings.add(Finding.in(Kind.CHECKPOINT, where, where + ": " + wrong.getMessage()));
    }
  }

  private void compareWithHistory(SignedNote published, String where) {
    if (published == null) {
      if (newest != null) {
        findings.add(Finding.in(Kind.CHECKPOINT, where, where + " is missing or no checkpoint"));
      }
      return;
    }
    Checkpoint checkpoint = parsed(published);
    Signed known = bySize.get(checkpoint.size());
    if (known == null && newest != null && checkpoint.size() > newest.size()) {
      // Read a moment before the history, it can only be older than that: somebody cut the history.
      newest = checkpoint;
      bySize.put(checkpoint.size(), new Signed(checkpoint, published, where));
    }
    if (known == null || !known.note.text().equals(published.text())) {
      findings.add(
          Finding.in(Kind.CHECKPOINT, where, where + " is not in the history of checkpoints"));
      if (newest == null) {
        newest = checkpoint;
        bySize.put(checkpoint.size(), new Signed(checkpoint, published, where));
      }
    }
    all.add(new Signed(checkpoint, published, where));
  }

  /** It is one of the history, with more signatures. */
  private void compareCosigned(SignedNote cosigned, String where) {
    Signed known = bySize.get(parsed(cosigned).size());
    if (known == null || !known.note.text().equals(cosigned.text())) {
      findings.add(
          Finding.in(Kind.CHECKPOINT, where, where + " is not in the history of checkpoints"));
    }
    this.cosigned = new Signed(parsed(cosigned), cosigned, where);
  }

  private static Checkpoint parsed(SignedNote note) {
    try {
      return Checkpoint.parse(note.text());
    } catch (NoteException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
