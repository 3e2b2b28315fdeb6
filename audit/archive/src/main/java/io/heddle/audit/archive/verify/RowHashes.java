package io.heddle.audit.archive.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ledger.LeafBytes;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.ledger.MinimumIndex;
import io.heddle.audit.archive.tlog.TreeHash;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Hashes the leaves that the rows of one file make, and notes the minimum index among them. */
final class RowHashes implements ArchiveFile.Sink {
  private final LeafHashes into;
  private final TreeMap<Long, Long> minima;
  private final TreeHash hash = new TreeHash();
  private final LeafBytes bytes = new LeafBytes();
  private final Map<Long, LogKey> logs = new HashMap<>();
  private final Map<Long, TreeMap<Long, ArchiveFile.Span>> spans = new HashMap<>();
  private RowLeaf rowLeaf;

  /**
   * @param minima takes the minimum indices that are declared, by their own leaf
   */
  RowHashes(LeafHashes into, TreeMap<Long, Long> minima) {
    this.into = into;
    this.minima = minima;
  }

  /** Hashes all that a file has. */
  void of(ArchiveFile file) throws ArchiveException {
    if (!file.hasLedger()) {
      return;
    }
    logs.put(0L, LogKey.ARCHIVE);
    file.logs().forEach(log -> logs.put(log.id(), log.key()));
    for (ArchiveFile.Span span : file.spans()) {
      spans.computeIfAbsent(span.log(), any -> new TreeMap<>()).put(span.firstSeq(), span);
    }
    rowLeaf = new RowLeaf(file.texts());
    file.scan(this);
  }

  @Override
  public void row(Row row) {
    long leaf = leaf(row.log(), row.seq());
    LogKey log = logs.get(row.log());
    if (leaf >= 0 && log != null && row.isInRange()) {
      put(leaf, rowLeaf.of(row, log.node().getBytes(UTF_8), log.boot()));
    }
  }

  @Override
  public void event(long eventLog, long seq, byte[] body) {
    long leaf = leaf(eventLog, seq);
    LogKey log = logs.get(eventLog);
    if (leaf >= 0 && log != null) {
      put(leaf, bytes.begin(log.node().getBytes(UTF_8), log.boot(), seq).body(body));
      if (eventLog == 0) {
        noteMinimum(leaf, body);
      }
    }
  }

  private void noteMinimum(long leaf, byte[] body) {
    try {
      MinimumIndex.of(LedgerEvent.parse(body))
          .ifPresent(minimum -> minima.put(leaf, minimum.leaf()));
    } catch (IllegalArgumentException noEvent) {
      return; // its hash will not be the one that was signed
    }
  }

  private void put(long leaf, LeafBytes laidOut) {
    if (laidOut != null) {
      byte[] hashed = new byte[TreeHash.BYTES];
      hash.leaf(laidOut.array(), laidOut.length(), hashed, 0);
      into.put(leaf, hashed);
    }
  }

  /** The leaf of a record; -1 if no span has it. */
  private long leaf(long log, long seq) {
    TreeMap<Long, ArchiveFile.Span> ofLog = spans.get(log);
    Map.Entry<Long, ArchiveFile.Span> span = ofLog == null ? null : ofLog.floorEntry(seq);
    return span == null || seq >= span.getKey() + span.getValue().records()
        ? -1
        : span.getValue().firstLeaf() + seq - span.getKey();
  }
}
