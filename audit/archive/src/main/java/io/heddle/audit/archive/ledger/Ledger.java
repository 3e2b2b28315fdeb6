package io.heddle.audit.archive.ledger;

import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.CheckpointFiles;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.SignedNote;
import io.heddle.audit.archive.tlog.SigningKey;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.TileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Signs what is archived: a Merkle tree over the leaves, and a checkpoint of it at least once a
 * second while leaves come, once a minute while none do.
 *
 * <ol>
 *   <li>The interval since the last checkpoint is recorded as a leaf, and committed.
 *   <li>The rows are made durable, then the tiles.
 *   <li>The tree is signed; the checkpoint is added to the history, durably, and published.
 *   <li>It is remembered beside the key, so that a later ledger knows what was signed.
 * </ol>
 *
 * <p>So a crash at any point leaves rows that are durable before anything signed speaks of them;
 * what was not signed is hashed anew from the rows, and no size is ever signed twice with another
 * root. If the tree that was signed cannot be found again, nothing is signed any more: archiving
 * goes on, and the trouble is told. One thread.
 */
public final class Ledger {
  private static final long BUSY_MICROS = 1_000_000;
  private static final long IDLE_MICROS = 60_000_000;
  private static final String UNSIGNED = "nothing is signed: ";

  private final Path folder;
  private final LedgerKeys keys;
  private final LeafStore store;
  private final CheckpointFiles checkpoints;
  private Checkpoint last;
  private long lastMicros;

  /** What the next checkpoint must be of; empty for a log that begins. */
  private String origin;

  /** What was signed and is not there any more; nothing is signed as long as it is not empty. */
  private String lost;

  /** Why the signed state is not known; nothing is signed as long as it is not empty. */
  private final String unknown;

  /** Null until it is first needed, and after a failure: it is then made anew from tiles, rows. */
  private TileTree tree;

  private String problem;

  /**
   * Goes on with a ledger.
   *
   * @param folder of the log
   * @param home with the keys
   * @param signed what was signed before
   */
  public Ledger(Path folder, LedgerKeys keys, SignedState signed, LeafStore store, long nowMicros) {
    this.folder = folder;
    this.keys = keys;
    this.store = store;
    this.checkpoints = new CheckpointFiles(folder);
    this.last = signed.checkpoint();
    this.origin = last == null ? "" : last.origin();
    this.lost = signed.lost();
    this.unknown = signed.problem();
    this.problem = refusal().isEmpty() ? "" : UNSIGNED + refusal();
    this.lastMicros = nowMicros;
  }

  /** Why nothing is signed; empty if all is well. */
  public String problem() {
    return problem;
  }

  /**
   * Signs nothing any more, until a new log is begun.
   *
   * @param gone what was signed and is not there any more
   */
  public void stop(String gone) {
    if (lost.isEmpty()) {
      lost = gone;
      tree = null;
      problem = UNSIGNED + refusal();
    }
  }

  /** Takes the leaves that were committed. Does nothing if there is trouble; signing tells it. */
  public void committed() {
    if (problem.isEmpty() && store.leaves() > size()) {
      try {
        resume();
        store.drain(tree::append);
      } catch (IOException | LedgerException failure) {
        failed(failure);
      }
    }
  }

  /** Signs if it is time. */
  public void tick(long nowMicros) throws LedgerException {
    // A clock that went back must not keep the ledger from signing.
    long waited = Math.abs(nowMicros - lastMicros);
    boolean isDue = store.leaves() > size() ? waited >= BUSY_MICROS : waited >= IDLE_MICROS;
    if (isDue && (last != null || store.leaves() > 0)) {
      sign(nowMicros);
    }
  }

  /** Signs if there is a leaf that is not signed. */
  public void signAll(long nowMicros) throws LedgerException {
    if (store.leaves() > size()) {
      sign(nowMicros);
    }
  }

  /** Goes over to a new key; the next checkpoint is signed by both. */
  public void rotate(long nowMicros) throws LedgerException {
    if (!refusal().isEmpty()) {
      throw failed(new LedgerException(refusal(), null));
    }
    try {
      Optional<SigningKey> current = keys.current();
      if (current.isEmpty() && last == null) {
        keys.first(LedgerKeys.newOrigin());
      } else if (keys.next().isEmpty()) {
        keys.makeNext(last == null ? current.get().verifier().name() : last.origin());
      }
    } catch (IOException | NoteException failure) {
      throw failed(failure);
    }
    sign(nowMicros);
  }

  /**
   * Begins a new log, of another name and key, over what there is, because what was signed before
   * is gone. The first thing that it signs says so.
   *
   * @param by who begins it
   * @param reason why
   * @throws LedgerException if nothing is gone, or it cannot be signed; it can be tried again then
   */
  public void begin(long nowMicros, String by, String reason) throws LedgerException {
    if (lost.isEmpty()) {
      throw new LedgerException(
          unknown.isEmpty() ? "nothing that was signed is gone: the ledger can go on" : unknown,
          null);
    }
    String gone = lost;
    try {
      lost = "";
      resume();
      NewLog begun = new NewLog(LedgerKeys.newOrigin(), gone, by, reason);
      store.record(begun.note(nowMicros));
      store.makeDurable(); // before the key: a crash must not leave a log that begins in silence
      keys.first(begun.log());
      origin = "";
    } catch (IOException | NoteException | LedgerException failure) {
      lost = gone;
      throw failed(failure);
    }
    sign(nowMicros);
  }

  private void sign(long nowMicros) throws LedgerException {
    try {
      resume();
      List<SigningKey> signers = signers(nowMicros);
      long leaves = store.leaves() - size();
      store.record(new LedgerEvent.Interval(lastMicros, nowMicros, leaves));
      store.makeDurable();
      store.drain(tree::append);
      tree.flush();
      Checkpoint next = new Checkpoint(origin(signers), tree.size(), tree.root());
      SignedNote note = SignedNote.sign(next.text(), signers);
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(nowMicros / 1_000), ZoneOffset.UTC);
      checkpoints.add(note, day);
      last = next;
      origin = next.origin();
      lastMicros = nowMicros;
      keys.mark().keep(note);
      if (signers.size() > 1 || keys.next().isPresent()) {
        keys.rotated();
      }
      tree.removeOutgrown();
    } catch (IOException | NoteException | LedgerException failure) {
      throw failed(failure);
    }
  }

  /** Who signs the next checkpoint: while a rotation is under way the old key and the new one. */
  private List<SigningKey> signers(long nowMicros)
      throws IOException, NoteException, LedgerException {
    List<SigningKey> signers = new ArrayList<>();
    Optional<SigningKey> current = keys.current();
    Optional<SigningKey> next = keys.next();
    if (current.isEmpty() && next.isEmpty()) {
      if (last != null) {
        throw new LedgerException(
            keys.secret()
                + " is missing; put it back, or make a new one with 'heddle audit keys rotate'",
            null);
      }
      current = Optional.of(keys.first(LedgerKeys.newOrigin()));
    }
    current.ifPresent(signers::add);
    if (next.isPresent()) {
      String before = current.map(key -> key.verifier().toString()).orElse("");
      String after = next.get().verifier().toString();
      store.record(new LedgerEvent.KeyChanged(nowMicros, before, after));
      signers.add(next.get());
    }
    return signers;
  }

  private String origin(List<SigningKey> signers) throws LedgerException {
    String name = signers.get(0).verifier().name();
    if (!origin.isEmpty() && !origin.equals(name)) {
      throw new LedgerException(
          keys.secret() + " is of " + name + ", but the ledger is " + origin, null);
    }
    return name;
  }

  /** Has the tree in hand, from its tiles and, for what is not signed, from the rows. */
  private void resume() throws IOException, LedgerException {
    if (tree != null) {
      return;
    }
    if (!refusal().isEmpty()) {
      throw new LedgerException(refusal(), null);
    }
    TileTree loaded = TileTree.load(new TileFiles(folder), size());
    if (last != null && !Arrays.equals(loaded.root(), last.root())) {
      throw new LedgerException(
          "the tiles below " + folder + " are not those that were signed; put them back", null);
    }
    store.replay(loaded.size(), loaded::append);
    tree = loaded;
    problem = "";
  }

  private LedgerException failed(Exception failure) {
    tree = null;
    String why = String.valueOf(failure.getMessage());
    problem = why.startsWith(UNSIGNED) ? why : UNSIGNED + why;
    return new LedgerException(problem, failure);
  }

  private String refusal() {
    return unknown.isEmpty() ? lost : unknown;
  }

  private long size() {
    return last == null ? 0 : last.size();
  }
}
