package io.heddle.audit.archive.verify;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.verify.Finding.Kind;
import java.util.List;
import java.util.Map;

/** The sequence numbers of every run of a JVM: from 1 on, none missing that no record explains. */
final class SequenceCheck {
  private final Spans spans;
  private final Evidence evidence;
  private final PrunedLeaves pruned;
  private final Findings findings;

  SequenceCheck(Spans spans, Evidence evidence, PrunedLeaves pruned, Findings findings) {
    this.spans = spans;
    this.evidence = evidence;
    this.pruned = pruned;
    this.findings = findings;
  }

  /**
   * @param logs as the hot file knows them
   * @param size how many leaves are signed
   */
  void run(List<ArchiveFile.Log> logs, long size) {
    for (Map.Entry<LogKey, List<Spans.Span>> log : spans.byLog().entrySet()) {
      if (!log.getKey().equals(LogKey.ARCHIVE)) {
        gaps(log.getKey(), log.getValue());
      }
    }
    for (ArchiveFile.Log log : logs) {
      end(log, size);
    }
  }

  private void gaps(LogKey log, List<Spans.Span> ofLog) {
    long expected = 1;
    long behindLeaf = 0;
    for (Spans.Span span : ofLog) {
      if (span.firstSeq() > expected) {
        gap(log, expected, span.firstSeq() - 1, behindLeaf, span.firstLeaf());
      }
      if (span.firstLeaf() < behindLeaf || span.firstSeq() < expected) {
        disorder(log, span, expected);
      }
      expected = Math.max(expected, span.endSeq());
      behindLeaf = span.endLeaf();
    }
  }

  /** A run's records are archived in their order: one that comes too late was put in. */
  private void disorder(LogKey log, Spans.Span span, long expected) {
    String record = log.record(span.firstSeq());
    findings.add(
        new Finding(
            Kind.DERIVED,
            span.firstLeaf(),
            record,
            "",
            record
                + " is said to be leaf "
                + span.firstLeaf()
                + ", where "
                + log.record(expected)
                + " or a later one of that run belongs"));
  }

  private void gap(LogKey log, long first, long last, long behindLeaf, long beforeLeaf) {
    boolean isExplained =
        evidence.isBeforeLedger(log, last)
            || evidence.damages(log).stream().anyMatch(damage -> explains(damage, first, last))
            || pruned.liesBetween(behindLeaf, beforeLeaf);
    if (!isExplained) {
      findings.add(
          new Finding(
              Kind.GAP,
              -1,
              log.record(first),
              "",
              "records "
                  + log.record(first)
                  + " to "
                  + last
                  + " were never archived, and nothing says why"),
          last - first + 1);
    }
  }

  private static boolean explains(LedgerEvent.Damaged damage, long first, long last) {
    boolean isOfUnknownExtent = damage.lastSeq() < damage.firstSeq();
    return damage.firstSeq() <= first && (isOfUnknownExtent || damage.lastSeq() >= last);
  }

  /** How far the hot file says a log is archived, and how far it is. */
  private void end(ArchiveFile.Log log, long size) {
    List<Spans.Span> ofLog = spans.of(log.key());
    long last = 0;
    for (Spans.Span span : ofLog) {
      last = Math.max(last, span.endSeq() - 1);
    }
    if (log.nextSeq() <= last) {
      findings.add(
          new Finding(
              Kind.DERIVED,
              -1,
              log.key().record(log.nextSeq()),
              "",
              "the archive says that "
                  + log.key().record(log.nextSeq())
                  + " is still to come, but it has "
                  + last));
    }
    for (LedgerEvent.Damaged damage : evidence.damages(log.key())) {
      last = Math.max(last, Math.max(damage.firstSeq(), damage.lastSeq()));
    }
    long behind = ofLog.isEmpty() ? 0 : ofLog.get(ofLog.size() - 1).endLeaf();
    boolean isKnown = !pruned.liesBetween(behind, size) && !evidence.isBeforeLedger(log);
    if (isKnown && log.nextSeq() - 1 > last) {
      findings.add(
          new Finding(
              Kind.GAP,
              -1,
              log.key().record(log.nextSeq() - 1),
              "",
              "the archive says it has "
                  + log.key().record(log.nextSeq() - 1)
                  + ", but "
                  + last
                  + " is the last record there is"));
    }
  }
}
