package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LedgerKeys;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.ledger.SignedState;
import io.heddle.audit.archive.store.Seals;
import io.heddle.audit.archive.tlog.Checkpoint;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.TileFiles;
import io.heddle.audit.archive.tlog.VerifierKey;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.archive.witness.Witnesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies an archive: derives everything anew from its files and compares it with what was signed.
 *
 * <p>May run beside an archiver. The checkpoints are read first, then the hot file as of one
 * moment; sealed segments never change. What comes after the newest checkpoint is not judged.
 */
public final class Verifier {
  private final ArchiveHome home;
  private final List<VerifierKey> pinned;
  private final Progress progress;
  private final Findings findings = new Findings();
  private final KeyCheck tenantKeys;
  private final Evidence evidence;
  private final Spans spans = new Spans();
  private final Map<Long, SegmentSeal> hashed = new HashMap<>();
  private final List<ArchiveFile> files = new ArrayList<>();
  private final Map<Long, ArchiveFile> sealed = new TreeMap<>();
  private final Map<Long, VerifiedState.Segment> verified = new TreeMap<>();
  private final VerifiedState from;
  private long operations;

  private Verifier(
      ArchiveHome home, List<VerifierKey> pinned, VerifiedState from, Progress progress) {
    this.home = home;
    this.tenantKeys = new KeyCheck(home, findings);
    this.evidence = new Evidence(findings, tenantKeys);
    this.pinned = pinned;
    this.from = from;
    this.progress = progress;
  }

  /**
   * Verifies the archive of a home directory.
   *
   * @param pinned the keys to trust; if there are none, those that the home lists, which whoever
   *     can write to it can write as well
   * @param from what an earlier verification found; null for none
   * @throws ArchiveException if the hot file cannot be opened at all
   */
  public static Report verify(
      Path homeDirectory, List<VerifierKey> pinned, VerifiedState from, Progress progress)
      throws ArchiveException {
    return new Verifier(new ArchiveHome(homeDirectory), pinned, from, progress).run();
  }

  private Report run() throws ArchiveException {
    tenantKeys.read();
    LedgerKeys keys = new LedgerKeys(home.path());
    Optional<Checkpoint> mark = mark(keys); // first: an archiver writes it last
    CheckpointCheck checkpoints = new CheckpointCheck(home.path(), home.tlog(), findings);
    checkpoints.read();
    if (from != null) {
      checkpoints.expect(from.tree());
    }
    Checkpoint newest = checkpoints.newest();
    gone(keys, mark, newest);
    long size = newest == null ? 0 : newest.size();
    LeafCheck leaves = new LeafCheck(new TileFiles(home.tlog()), size);
    if (!Files.exists(home.hot())) {
      if (newest != null) {
        findings.add(Finding.in(Kind.REMOVED, "archive/hot.db", "archive/hot.db is missing"), size);
      }
      return report(checkpoints, newest);
    }
    try (SqliteFile hot = SqliteFile.hot(home.hot(), name(home.hot()))) {
      files.add(hot);
      List<Long> segments = openSegments(hot);
      addSpans();
      scan(hot, 0, leaves, size);
      for (Map.Entry<Long, ArchiveFile> file : sealed.entrySet()) {
        scan(file.getValue(), file.getKey(), leaves, size);
      }
      PrunedLeaves pruned = evidence.prunedLeaves(size);
      TileCheck tiles = new TileCheck(home.tlog(), size, leaves, findings);
      long begin = tiles.beginAt(pruned.minimum());
      checkpoints.beginAt(begin);
      tiles.run(checkpoints);
      compareWithEarlier(newest, begin, pruned.minimum());
      checkpoints.verify(trusted(newest), evidence.keyChanges());
      checkpoints.begun(evidence.newLogs());
      checkpoints.missing(evidence.intervals());
      describe(new SegmentCheck(home, evidence, pruned, findings).run(segments, hashed, size));
      new PlaceCheck(spans, leaves, evidence, pruned, findings).run(size, begin);
      new SequenceCheck(spans, evidence, pruned, findings).run(hot.logs(), size);
      new HotCheck(hot, evidence, pruned, findings).run(segments);
      new RegisterCheck(home, evidence, pruned, findings).run();
      tenantKeys.run();
      unsigned(newest, size);
      progress.at(size, size);
    } finally {
      closeSegments();
    }
    return report(checkpoints, newest);
  }

  /**
   * Whether an archiver may write before this archive is verified: not if what was signed is gone,
   * because it would put a new archive in its place.
   *
   * @param hasKey whether the auditor has a key: something was signed then
   */
  public static boolean mayArchiveFirst(Path homeDirectory, boolean hasKey) {
    ArchiveHome home = new ArchiveHome(homeDirectory);
    return SignedState.lost(home.tlog(), new LedgerKeys(homeDirectory)).isEmpty()
        && (!hasKey || Files.exists(home.hot()));
  }

  private Optional<Checkpoint> mark(LedgerKeys keys) {
    try {
      return keys.mark().read();
    } catch (IOException | NoteException unusable) {
      Path file = keys.mark().file();
      findings.add(Finding.in(Kind.UNREADABLE, name(file), name(file) + ": " + unusable));
      return Optional.empty();
    }
  }

  /** What was signed and is not there; each in one sentence, of which the first says it all. */
  private void gone(LedgerKeys keys, Optional<Checkpoint> mark, Checkpoint newest) {
    String lost = "";
    try {
      lost = SignedState.lost(keys, mark, newest);
    } catch (IOException | NoteException unusable) {
      findings.add(
          Finding.in(
              Kind.UNREADABLE,
              name(keys.published()),
              name(keys.published()) + ": " + unusable.getMessage()));
    }
    if (!lost.isEmpty()) {
      findings.add(Finding.of(Kind.GONE, lost));
    } else if (newest == null && !pinned.isEmpty()) {
      String text = "nothing below " + home.archive() + " was signed by the key that was given";
      findings.add(Finding.of(Kind.GONE, text));
    } else if (newest == null && !Files.exists(home.hot())) {
      findings.add(Finding.of(Kind.GONE, "there is no archive below " + home.path()));
    }
  }

  /**
   * Each segment has a copy of all logs; the newest that is as it was sealed knows most of them.
   */
  private void describe(long segment) throws ArchiveException {
    if (sealed.containsKey(segment)) {
      evidence.describe(sealed.get(segment).logs());
    }
  }

  /** Roots from {@code begin} on are derived with the tiles, and compared there. */
  private void compareWithEarlier(Checkpoint newest, long begin, long minimum) {
    if (from != null
        && from.tree().size() < begin
        && from.tree().origin().equals(newest.origin())) {
      new EarlierTree(from.tree(), new TileFiles(home.tlog()), findings)
          .compareWith(newest, minimum);
    }
  }

  /** The segments that the hot file has counted. */
  private List<Long> openSegments(SqliteFile hot) throws ArchiveException {
    List<Long> numbers = new ArrayList<>();
    long next = hot.number("SELECT next_segment FROM file");
    try {
      for (long number : home.segments()) {
        String name = name(home.segment(number));
        if (number >= next) {
          findings.add(
              Finding.in(
                  Kind.LEFTOVER,
                  name,
                  name + " is not counted yet; the next archiver will take it up"));
          continue;
        }
        numbers.add(number);
        try {
          ArchiveFile segment = SealedFile.open(home.segment(number), name);
          files.add(segment);
          sealed.put(number, segment);
        } catch (ArchiveException unreadable) {
          findings.add(Finding.in(Kind.UNREADABLE, name, unreadable.getMessage()));
        }
        hash(number, name);
      }
      return numbers;
    } catch (IOException unreadable) {
      throw new ArchiveException(home.archive() + " cannot be read", unreadable);
    }
  }

  private void hash(long number, String name) {
    try {
      Path file = home.segment(number);
      hashed.put(number, new SegmentSeal(number, Files.size(file), Seals.sha256(file), 0, 0, 0));
    } catch (IOException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, name, name + ": " + unreadable));
    }
  }

  private void addSpans() {
    for (ArchiveFile file : files) {
      try {
        if (!file.hasLedger()) {
          continue;
        }
        Map<Long, LogKey> logs = new HashMap<>();
        logs.put(0L, LogKey.ARCHIVE);
        file.logs().forEach(log -> logs.put(log.id(), log.key()));
        for (ArchiveFile.Span span : file.spans()) {
          LogKey log = logs.getOrDefault(span.log(), new LogKey("?" + span.log(), 0));
          boolean isFree =
              spans.add(new Spans.Span(span.firstLeaf(), log, span.firstSeq(), span.records()));
          if (!isFree) {
            findings.add(
                Finding.in(
                    Kind.DERIVED,
                    file.name(),
                    "the span at leaf " + span.firstLeaf() + " overlaps another"));
          }
        }
      } catch (ArchiveException unreadable) {
        findings.add(Finding.in(Kind.UNREADABLE, file.name(), unreadable.getMessage()));
      }
    }
    spans.index();
  }

  private void scan(ArchiveFile file, long number, LeafCheck leaves, long size) {
    try {
      FileScan scan = new FileScan(file, spans, leaves, evidence, progress, size);
      SegmentSeal now = hashed.get(number);
      VerifiedState.Segment before = from == null ? null : from.segments().get(number);
      boolean isAsVerified =
          before != null && now != null && before.isOf(now.sizeBytes(), now.sha256());
      operations += isAsVerified ? scan.resume(before) : scan.run();
      if (isAsVerified) {
        verified.put(number, before);
      } else if (now != null) {
        String sha256 = HexFormat.of().formatHex(now.sha256());
        verified.put(
            number,
            new VerifiedState.Segment(now.sizeBytes(), sha256, scan.operations(), scan.absent()));
      }
    } catch (ArchiveException unreadable) {
      findings.add(Finding.in(Kind.UNREADABLE, file.name(), unreadable.getMessage()));
    }
  }

  private List<VerifierKey> trusted(Checkpoint newest) {
    if (!pinned.isEmpty()) {
      return pinned;
    }
    LedgerKeys keys = new LedgerKeys(home.path());
    try {
      List<VerifierKey> all = new ArrayList<>(keys.all());
      all.addAll(Witnesses.keys(home.witnesses()));
      return all;
    } catch (IOException | NoteException unusable) {
      if (newest != null) {
        findings.add(
            Finding.in(
                Kind.CHECKPOINT,
                name(keys.published()),
                name(keys.published()) + ": " + unusable.getMessage()));
      }
      return List.of();
    }
  }

  private void unsigned(Checkpoint newest, long size) {
    long end = spans.end();
    if (end > size) {
      String text =
          (end - size)
              + " records came since the last checkpoint, from "
              + spans.record(size)
              + " on; nothing is signed of them yet";
      boolean isWrong = newest == null;
      findings.add(
          Finding.of(
              isWrong ? Kind.CHECKPOINT : Kind.UNSIGNED,
              isWrong ? "there are " + end + " leaves and no checkpoint" : text),
          end - size);
    }
    if (evidence.beforeLedgerCount() > 0) {
      findings.add(
          Finding.of(
              Kind.BEFORE_LEDGER,
              evidence.beforeLedgerCount()
                  + " operations were archived before there was a ledger; of those in sealed"
                  + " segments the segment's hash is signed"),
          evidence.beforeLedgerCount());
    }
  }

  private Report report(CheckpointCheck checkpoints, Checkpoint newest) {
    return new Report(
        newest == null ? "" : newest.origin(),
        newest == null ? 0 : newest.size(),
        checkpoints.count(),
        operations,
        hashed.size(),
        !pinned.isEmpty(),
        List.copyOf(findings.told()),
        Map.copyOf(findings.counts()),
        newest == null ? null : new VerifiedState(newest, verified));
  }

  private void closeSegments() throws ArchiveException {
    for (ArchiveFile file : files) {
      if (file instanceof SealedFile sealed) {
        sealed.close();
      }
    }
  }

  private String name(Path file) {
    return home.path().relativize(file).toString();
  }
}
