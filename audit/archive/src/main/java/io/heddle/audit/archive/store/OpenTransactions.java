package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For each transaction that is not decided yet, the first of its records in the hot file, with
 * which a decision finds its records by key, without an index; and what it said before its commit.
 *
 * <p>Bound: the transactions open in the applications now, and those in doubt. One thread.
 */
final class OpenTransactions {
  record Key(long log, long transaction) {}

  /**
   * What is known of one.
   *
   * @param intentSeq sequence number of {@code intent}
   * @param intent null if it has not said that it is about to commit
   */
  record Open(long firstSeq, long intentSeq, LedgerEvent.Intended intent) {
    /** Whether its database can tell what became of it. */
    boolean canBeAsked() {
      return intent != null && !intent.databaseId().isEmpty();
    }
  }

  private final Map<Key, Open> transactions = new HashMap<>();

  void saw(long log, long transaction, long seq) {
    Key key = new Key(log, transaction);
    Open known = transactions.get(key);
    transactions.put(
        key,
        known == null
            ? new Open(seq, 0, null)
            : new Open(Math.min(seq, known.firstSeq), known.intentSeq, known.intent));
  }

  /** It said that it is about to commit; nothing happens if it is decided already. */
  void intended(long log, long seq, LedgerEvent.Intended intent) {
    transactions.computeIfPresent(
        new Key(log, intent.transaction()), (key, known) -> new Open(known.firstSeq, seq, intent));
  }

  /** The first record's sequence number, or 0 if nothing is known of the transaction. */
  long firstSeq(long log, long transaction) {
    Open known = transactions.get(new Key(log, transaction));
    return known == null ? 0 : known.firstSeq;
  }

  void decided(long log, long transaction) {
    transactions.remove(new Key(log, transaction));
  }

  /** All of a log. */
  Map<Key, Open> of(long log) {
    Map<Key, Open> found = new HashMap<>(transactions);
    found.keySet().removeIf(key -> key.log != log);
    return found;
  }

  /** Those that have said that they are about to commit. */
  List<Map.Entry<Key, Open>> intended() {
    List<Map.Entry<Key, Open>> found = new ArrayList<>();
    for (Map.Entry<Key, Open> one : transactions.entrySet()) {
      if (one.getValue().intent != null) {
        found.add(Map.entry(one.getKey(), one.getValue()));
      }
    }
    return found;
  }

  boolean isEmpty() {
    return transactions.isEmpty();
  }

  void clear() {
    transactions.clear();
  }
}
