package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.query.AuditTraceId;
import io.heddle.audit.archive.store.Incident;
import io.heddle.audit.archive.verify.Finding.Kind;
import io.heddle.audit.spool.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Derives every leaf of one file anew, and what follows from them in that file. */
final class FileScan implements ArchiveFile.Sink {
  private static final int UNKNOWN = Outcome.UNKNOWN.code();
  private static final int STRIDE = 1 << 14;

  /** An operation whose outcome is a leaf that comes later. */
  private record Open(long seq, long ordinal, int outcome, long startMicros) {}

  private final ArchiveFile file;
  private final Spans spans;
  private final LeafCheck leaves;
  private final Evidence evidence;
  private final Progress progress;
  private final long total;
  private final Map<Long, ArchiveFile.Log> logs = new HashMap<>();
  private final Set<LogKey> ended = new HashSet<>();
  private final Map<Long, List<Open>> open = new HashMap<>();

  /** Transactions of the log that have said which one they are to their database. */
  private final Set<Long> askable = new HashSet<>();

  /** What databases were asked about, by log and transaction. */
  private final Map<LogKey, Map<Long, LedgerEvent.Resolved>> resolved = new HashMap<>();

  private final List<ArchiveFile.Incident> incidents = new ArrayList<>();
  private final LeafBytes bytes = new LeafBytes();

  /** The leaves whose records are in this file. */
  private final BitSet mine = new BitSet();

  private RowLeaf rowLeaf;
  private long log = -1;
  private LogKey key;
  private byte[] node;
  private List<Spans.Span> spansOfLog;
  private int span;
  private long rows;

  FileScan(
      ArchiveFile file,
      Spans spans,
      LeafCheck leaves,
      Evidence evidence,
      Progress progress,
      long total) {
    this.file = file;
    this.spans = spans;
    this.leaves = leaves;
    this.evidence = evidence;
    this.progress = progress;
    this.total = total;
  }

  /** Derives every leaf; returns how many operations there are. */
  long run() throws ArchiveException {
    run(true);
    return rows;
  }

  /** How many operations were derived. */
  long operations() {
    return rows;
  }

  /** Derives events alone: the operations were derived when the bytes were the same. */
  long resume(VerifiedState.Segment before) throws ArchiveException {
    run(false);
    for (ArchiveFile.Span at : file.spans()) {
      long from = at.firstLeaf();
      for (long absent : before.absent()) {
        if (absent >= from && absent < at.firstLeaf() + at.records()) {
          leaves.pass(from, absent);
          from = absent + 1;
        }
      }
      leaves.pass(from, at.firstLeaf() + at.records());
    }
    return before.operations();
  }

  /** The leaves of its spans whose records are in another file, ascending in each span. */
  List<Long> absent() throws ArchiveException {
    List<Long> absent = new ArrayList<>();
    for (ArchiveFile.Span at : file.spans()) {
      long end = at.firstLeaf() + at.records();
      for (int leaf = mine.nextClearBit((int) at.firstLeaf());
          leaf < end;
          leaf = mine.nextClearBit(leaf + 1)) {
        absent.add((long) leaf);
      }
    }
    return absent;
  }

  private void run(boolean withOperations) throws ArchiveException {
    for (ArchiveFile.Log described : file.logs()) {
      logs.put(described.id(), described);
    }
    rowLeaf = new RowLeaf(file.texts());
    file.scan(this, withOperations);
    endLog();
    compareIncidents();
  }

  @Override
  public void row(Row row) {
    enter(row.log());
    rows++;
    if (rows % STRIDE == 0) {
      progress.at(leaves.seenCount(), total);
    }
    if (!file.hasLedger()) {
      evidence.beforeLedger();
      return;
    }
    if (row.blobs[Row.EXTRA] != null) {
      evidence.extra(row.extra());
    }
    long leaf = leaf(row.seq());
    LeafBytes laidOut = row.isInRange() ? rowLeaf.of(row, node, key.boot()) : null;
    if (laidOut == null) {
      // No leaf can be made of it: what is hashed instead is nothing that was ever signed.
      laidOut = bytes.begin(node, key.boot(), row.seq());
    }
    if (leaf < 0) {
      evidence.unmapped(key, row.seq(), leaves.hash(laidOut), file.name());
    } else if (!leaves.check(leaf, laidOut, key, row.seq(), file.name())) {
      evidence.mismatched(row, key, leaf, rowLeaf);
    }
    if (row.wasPending()) {
      open.computeIfAbsent(row.values[Row.TXN], txn -> new ArrayList<>(4))
          .add(
              new Open(
                  row.seq(),
                  row.values[Row.ORDINAL],
                  (int) row.values[Row.OUTCOME],
                  row.values[Row.START]));
    }
  }

  @Override
  public void event(long eventLog, long seq, byte[] body) {
    enter(eventLog);
    long leaf = leaf(seq);
    bytes.begin(node, key.boot(), seq).body(body);
    if (leaf < 0) {
      evidence.unmapped(key, seq, leaves.hash(bytes), file.name());
    } else {
      leaves.check(leaf, bytes, key, seq, file.name());
    }
    LedgerEvent event;
    try {
      event = LedgerEvent.parse(body);
    } catch (IllegalArgumentException noEvent) {
      evidence.add(
          new Finding(
              Kind.CHANGED,
              leaf,
              key.record(seq),
              file.name(),
              "record " + key.record(seq) + " is no event: " + noEvent.getMessage()));
      return;
    }
    if (event instanceof LedgerEvent.Decided decided) {
      decide(decided);
    } else if (event instanceof LedgerEvent.Intended intent) {
      intended(intent);
    } else if (event instanceof LedgerEvent.Ended end) {
      ended.add(new LogKey(end.node(), end.boot()));
    } else if (event instanceof LedgerEvent.Resolved answer) {
      resolved
          .computeIfAbsent(new LogKey(answer.node(), answer.boot()), any -> new HashMap<>())
          .putIfAbsent(answer.transaction(), answer);
    }
    evidence.event(key, leaf, event);
    incidentOf(eventLog, event);
  }

  private void enter(long next) {
    if (next == log) {
      return;
    }
    endLog();
    log = next;
    ArchiveFile.Log described = logs.get(next);
    key =
        next == 0
            ? LogKey.ARCHIVE
            : described == null ? new LogKey("?" + next, 0) : described.key();
    node = key.node().getBytes(UTF_8);
    spansOfLog = spans.of(key);
    span = 0;
  }

  /** What nobody decided stays pending, unless nothing more can come. */
  private void endLog() {
    for (Map.Entry<Long, List<Open>> transaction : open.entrySet()) {
      int outcome = outcomeOf(transaction.getKey());
      transaction.getValue().forEach(operation -> expect(operation, outcome));
    }
    open.clear();
    askable.clear();
  }

  /** Of a transaction that its own run did not decide. */
  private int outcomeOf(long transaction) {
    LedgerEvent.Resolved answer = resolved.getOrDefault(key, Map.of()).get(transaction);
    if (answer != null && askable.contains(transaction)) {
      return answer.outcome().code();
    }
    boolean isGivenUp = ended.contains(key) && !askable.contains(transaction);
    return isGivenUp ? UNKNOWN : Outcome.PENDING.code();
  }

  /** The last intent of a transaction counts. */
  private void intended(LedgerEvent.Intended intent) {
    if (intent.databaseId().isEmpty() || !open.containsKey(intent.transaction())) {
      askable.remove(intent.transaction());
    } else {
      askable.add(intent.transaction());
    }
  }

  private void decide(LedgerEvent.Decided decided) {
    List<Open> transaction = open.get(decided.transaction());
    if (transaction == null) {
      return;
    }
    transaction.removeIf(
        operation -> {
          boolean isMeant =
              operation.ordinal >= decided.fromOrdinal() && operation.ordinal < decided.toOrdinal();
          if (isMeant) {
            expect(operation, decided.outcome().code());
          }
          return isMeant;
        });
    if (transaction.isEmpty()) {
      open.remove(decided.transaction());
      askable.remove(decided.transaction());
    }
  }

  private void expect(Open operation, int outcome) {
    if (operation.outcome != outcome) {
      String id = AuditTraceId.of(operation.startMicros, key.boot(), operation.seq).toString();
      evidence.add(
          new Finding(
              Kind.OUTCOME,
              leaf(operation.seq),
              key.record(operation.seq),
              file.name(),
              id
                  + " says "
                  + name(operation.outcome)
                  + ", but its transaction's records say "
                  + name(outcome)));
    }
  }

  private static String name(int outcome) {
    return outcome >= 0 && outcome <= 5 ? Outcome.ofCode(outcome).name() : "outcome " + outcome;
  }

  /** The leaf of a record; -1 if no span has it. */
  private long leaf(long seq) {
    while (span > 0 && spansOfLog.get(Math.min(span, spansOfLog.size() - 1)).firstSeq() > seq) {
      span--;
    }
    while (span < spansOfLog.size()) {
      Spans.Span at = spansOfLog.get(span);
      if (seq < at.firstSeq()) {
        return -1;
      }
      if (seq < at.endSeq()) {
        long leaf = at.firstLeaf() + seq - at.firstSeq();
        mine.set((int) leaf);
        return leaf;
      }
      span++;
    }
    return -1;
  }

  private void incidentOf(long eventLog, LedgerEvent event) {
    Incident of = Incident.of(event);
    if (of != null) {
      incidents.add(
          new ArchiveFile.Incident(
              eventLog == 0 ? logOf(event) : eventLog,
              of.kind(),
              of.seenMicros(),
              of.firstSeq(),
              of.lastSeq(),
              of.records(),
              of.reason()));
    }
  }

  /** The log that an event of the archive itself speaks of. */
  private long logOf(LedgerEvent event) {
    LogKey of = null;
    if (event instanceof LedgerEvent.Damaged at) {
      of = new LogKey(at.node(), at.boot());
    } else if (event instanceof LedgerEvent.Conflicted at) {
      of = new LogKey(at.node(), at.boot());
    } else if (event instanceof LedgerEvent.Ended end) {
      of = new LogKey(end.node(), end.boot());
    } else if (event instanceof LedgerEvent.Resolved answer) {
      of = new LogKey(answer.node(), answer.boot());
    }
    for (ArchiveFile.Log described : logs.values()) {
      if (described.key().equals(of)) {
        return described.id();
      }
    }
    return 0;
  }

  private void compareIncidents() throws ArchiveException {
    if (!file.hasLedger()) {
      return;
    }
    List<ArchiveFile.Incident> expected = new ArrayList<>(incidents);
    for (ArchiveFile.Incident stored : file.incidents()) {
      if (!expected.remove(stored) && !evidence.isBeforeLedger(logs.get(stored.log()))) {
        evidence.add(
            Finding.in(
                Kind.DERIVED, file.name(), "no record says what an incident says: " + stored));
      }
    }
    for (ArchiveFile.Incident missing : expected) {
      evidence.add(Finding.in(Kind.DERIVED, file.name(), "an incident is missing: " + missing));
    }
  }
}
