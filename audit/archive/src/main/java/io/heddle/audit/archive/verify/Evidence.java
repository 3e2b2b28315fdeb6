package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.ledger.NewLog;
import io.heddle.audit.archive.ledger.SegmentSeal;
import io.heddle.audit.archive.privacy.RemovedKeys;
import io.heddle.audit.archive.retention.RetentionEvents;
import io.heddle.audit.archive.tlog.NoteException;
import io.heddle.audit.archive.tlog.VerifierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the scans of all files have found that can only be judged together.
 *
 * <p>Bound: {@link LeafCheck#MOST_KEPT} records that fit nowhere; otherwise an entry for each run
 * of a JVM, each segment, each damage and each key.
 */
final class Evidence {
  /** A record that no span has a place for. */
  record Unmapped(LogKey log, long seq, byte[] hash, String file) {}

  /** A copy of a row that is not what was captured. */
  record ChangedRow(long leaf, LogKey log, Row row, RowLeaf layout) {}

  /** A segment was sealed, a leaf says. */
  record Sealing(long leaf, SegmentSeal seal) {}

  private static final MinimumIndex NOTHING_PRUNED = new MinimumIndex(0, 0, List.of());

  private final Findings findings;
  private final KeyCheck tenantKeys;
  private final Map<LogKey, LedgerEvent.Booted> booted = new HashMap<>();
  private final Map<LogKey, ArchiveFile.Log> described = new HashMap<>();
  private final Map<LogKey, Long> closed = new HashMap<>();
  private final Set<LogKey> ended = new HashSet<>();
  private final Map<LogKey, List<LedgerEvent.Damaged>> damages = new HashMap<>();
  private final Map<Long, List<Sealing>> seals = new HashMap<>();
  private final Map<Long, LedgerEvent.Pruned> pruned = new HashMap<>();
  private final TreeMap<Long, SegmentSeal> prunedAt = new TreeMap<>();
  private final TreeMap<Long, MinimumIndex> minima = new TreeMap<>();
  private final TreeMap<Long, VerifierKey[]> keyChanges = new TreeMap<>();
  private final TreeMap<Long, NewLog> newLogs = new TreeMap<>();
  private final List<Unmapped> unmapped = new ArrayList<>();
  private final Map<LogKey, Long> lastBeforeLedger = new HashMap<>();
  private final List<ChangedRow> changedRows = new ArrayList<>();
  private final List<LedgerEvent.Noted> holds = new ArrayList<>();
  private final List<Long> intervals = new ArrayList<>();
  private long unmappedCount;
  private long beforeLedger;

  Evidence(Findings findings, KeyCheck tenantKeys) {
    this.findings = findings;
    this.tenantKeys = tenantKeys;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  void event(LogKey log, long leaf, LedgerEvent event) {
    if (event instanceof LedgerEvent.Booted boot) {
      booted.putIfAbsent(log, boot);
    } else if (event instanceof LedgerEvent.Closed close) {
      closed.put(log, close.micros());
    } else if (event instanceof LedgerEvent.Ended end) {
      ended.add(new LogKey(end.node(), end.boot()));
    } else if (event instanceof LedgerEvent.Lost lost) {
      findings.add(
          new Finding(
              Finding.Kind.LOSS,
              leaf,
              "",
              "",
              log.node() + " lost " + lost.count() + " operations (" + lost.reason() + ")"),
          lost.count());
    } else if (event instanceof LedgerEvent.Damaged damage) {
      LogKey of = new LogKey(damage.node(), damage.boot());
      damages.computeIfAbsent(of, any -> new ArrayList<>()).add(damage);
      findings.add(
          new Finding(
              Finding.Kind.DAMAGE,
              leaf,
              of.record(damage.firstSeq()),
              "",
              "the spool of "
                  + damage.node()
                  + " could not be read at record "
                  + damage.firstSeq()
                  + ": "
                  + damage.reason()));
    } else if (event instanceof LedgerEvent.Sealed sealed) {
      seals
          .computeIfAbsent(sealed.seal().number(), any -> new ArrayList<>())
          .add(new Sealing(leaf, sealed.seal()));
    } else if (event instanceof LedgerEvent.Interval) {
      intervals.add(leaf);
    } else if (event instanceof LedgerEvent.Pruned prune) {
      pruned.put(prune.seal().number(), prune);
      prunedAt.put(leaf, prune.seal());
    } else if (event instanceof LedgerEvent.KeyChanged change) {
      keyChanged(leaf, change);
    } else if (event instanceof LedgerEvent.KeyMade made) {
      tenantKeys.made(made);
    } else if (event instanceof LedgerEvent.Erased erased) {
      tenantKeys.erased(leaf, erased);
    } else if (event instanceof LedgerEvent.AgentNoted note && note.what().equals("AUDIT_PAUSED")) {
      pause(leaf, log.node() + " paused auditing: " + note.detail());
    } else if (event instanceof LedgerEvent.AgentNoted note && note.what().equals("AUDIT_OFF")) {
      pause(leaf, log.node() + " ran without auditing: " + note.detail());
    } else if (!RemovedKeys.of(event).isEmpty()) {
      tenantKeys.removed(RemovedKeys.of(event));
    } else if (event instanceof LedgerEvent.Noted note
        && (note.what().equals(RetentionEvents.HOLD)
            || note.what().equals(RetentionEvents.RELEASED))) {
      holds.add(note);
    } else if (NewLog.of(event).isPresent()) {
      newLogs.put(leaf, NewLog.of(event).get());
    } else if (MinimumIndex.of(event).isPresent()) {
      minima.put(leaf, MinimumIndex.of(event).get());
    } else if (event instanceof LedgerEvent.Noted note
        && note.what().equals(LedgerEvent.BEFORE_LEDGER)) {
      noteBeforeLedger(note.detail());
    }
  }

  private void pause(long leaf, String text) {
    findings.add(new Finding(Finding.Kind.PAUSE, leaf, "", "", text));
  }

  /** An operation has these extras. */
  void extra(byte[] extra) {
    tenantKeys.saw(extra);
  }

  void unmapped(LogKey log, long seq, byte[] hash, String file) {
    unmappedCount++;
    if (unmapped.size() < LeafCheck.MOST_KEPT || isBeforeLedger(log, seq)) {
      unmapped.add(new Unmapped(log, seq, hash, file));
    }
  }

  void beforeLedger() {
    beforeLedger++;
  }

  void mismatched(Row row, LogKey log, long leaf, RowLeaf layout) {
    if (changedRows.size() < LeafCheck.MOST_KEPT) {
      changedRows.add(new ChangedRow(leaf, log, row.copy(), layout));
    }
  }

  boolean isBeforeLedger(LogKey log, long seq) {
    return seq <= lastBeforeLedger.getOrDefault(log, 0L);
  }

  boolean isBeforeLedger(ArchiveFile.Log log) {
    return log != null && lastBeforeLedger.containsKey(log.key());
  }

  List<Unmapped> unmapped() {
    return unmapped;
  }

  long unmappedCount() {
    return unmappedCount;
  }

  long beforeLedgerCount() {
    return beforeLedger;
  }

  List<ChangedRow> changedRows() {
    return changedRows;
  }

  /** A segment that is as it was sealed says this of its runs. */
  void describe(List<ArchiveFile.Log> logs) {
    logs.forEach(log -> described.put(log.key(), log));
  }

  Map<LogKey, ArchiveFile.Log> described() {
    return described;
  }

  Map<LogKey, LedgerEvent.Booted> booted() {
    return booted;
  }

  Map<LogKey, Long> closed() {
    return closed;
  }

  Set<LogKey> ended() {
    return ended;
  }

  List<LedgerEvent.Damaged> damages(LogKey log) {
    return damages.getOrDefault(log, List.of());
  }

  Map<Long, List<Sealing>> seals() {
    return seals;
  }

  /** Holds, as they were put and released. */
  List<LedgerEvent.Noted> holds() {
    return holds;
  }

  /** Leaves that end an interval: each was signed at once. */
  List<Long> intervals() {
    return intervals;
  }

  Map<Long, LedgerEvent.Pruned> pruned() {
    return pruned;
  }

  /** What was pruned, as the first {@code size} leaves declare it. */
  PrunedLeaves prunedLeaves(long size) {
    Map.Entry<Long, MinimumIndex> last = minima.lowerEntry(size);
    return last == null
        ? new PrunedLeaves(NOTHING_PRUNED, prunedAt.headMap(size).values())
        : new PrunedLeaves(last.getValue(), prunedAt.subMap(last.getKey(), size).values());
  }

  /** By leaf, the logs that were begun anew. */
  TreeMap<Long, NewLog> newLogs() {
    return newLogs;
  }

  TreeMap<Long, VerifierKey[]> keyChanges() {
    return keyChanges;
  }

  private void keyChanged(long leaf, LedgerEvent.KeyChanged change) {
    try {
      if (!change.before().isEmpty()) {
        keyChanges.put(
            leaf,
            new VerifierKey[] {
              VerifierKey.parse(change.before()), VerifierKey.parse(change.after())
            });
      }
    } catch (NoteException malformed) {
      findings.add(
          new Finding(
              Finding.Kind.CHANGED,
              leaf,
              "",
              "",
              "leaf " + leaf + " brings in a key that is none: " + malformed.getMessage()));
    }
  }

  /** {@code node/boot/last}, the boot in hexadecimal digits. */
  private void noteBeforeLedger(String detail) {
    int last = detail.lastIndexOf('/');
    int boot = detail.lastIndexOf('/', last - 1);
    try {
      lastBeforeLedger.put(
          new LogKey(
              detail.substring(0, boot),
              Long.parseUnsignedLong(detail.substring(boot + 1, last), 16)),
          Long.parseLong(detail.substring(last + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
      findings.add(Finding.of(Finding.Kind.CHANGED, "'" + detail + "' names no log"));
    }
  }
}
