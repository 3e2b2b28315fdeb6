package io.heddle.audit.archive.store;

import java.util.HashMap;
import java.util.Map;

/**
 * For each transaction that is not decided yet, the first of its records in the hot file: with it a
 * decision finds its records by key, without an index.
 *
 * <p>Bound: the transactions open in the applications now. One thread.
 */
final class OpenTransactions {
  private record Key(long log, long transaction) {}

  private final Map<Key, Long> firstSeq = new HashMap<>();

  void saw(long log, long transaction, long seq) {
    firstSeq.merge(new Key(log, transaction), seq, Math::min);
  }

  /** The first record's sequence number, or 0 if nothing is known of the transaction. */
  long firstSeq(long log, long transaction) {
    return firstSeq.getOrDefault(new Key(log, transaction), 0L);
  }

  void decided(long log, long transaction) {
    firstSeq.remove(new Key(log, transaction));
  }

  void forget(long log) {
    firstSeq.keySet().removeIf(key -> key.log == log);
  }

  boolean has(long log) {
    return firstSeq.keySet().stream().anyMatch(key -> key.log == log);
  }

  boolean isEmpty() {
    return firstSeq.isEmpty();
  }

  void clear() {
    firstSeq.clear();
  }
}
