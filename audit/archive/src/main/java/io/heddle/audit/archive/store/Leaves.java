package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LeafHasher;
import io.heddle.audit.archive.ledger.LeafSink;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.archive.tlog.TreeHash;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Gives records their place in the ledger, in the transaction that stores them, and keeps the
 * hashes of those that the ledger has not taken yet.
 *
 * <p>Bound: 32 bytes for each record stored since the ledger last took them. One thread.
 */
final class Leaves {
  /** The log of the archive's own events; the sequence number of each is its leaf. */
  static final long OWN_LOG = 0;

  private final PreparedStatement insertEvent;
  private final PreparedStatement insertSpan;
  private final PreparedStatement extendSpan;
  private final LeafHasher hasher = new LeafHasher("", 0);
  private final byte[] ownHash = new byte[TreeHash.BYTES];
  private byte[] hashes = new byte[64 * TreeHash.BYTES];
  private int count;
  private int committed;
  private long next;

  /** The span that the next leaf may extend; {@code spanRecords == 0}: none. */
  private long spanFirstLeaf;

  private long spanLog;
  private long spanFirstSeq;
  private long spanRecords;

  /** How many of the span's records the table knows; 0: it does not know the span. */
  private long spanStored;

  Leaves(Connection connection) throws SQLException {
    insertEvent =
        connection.prepareStatement("INSERT INTO event (log, seq, body) VALUES (?, ?, ?)");
    insertSpan =
        connection.prepareStatement(
            "INSERT INTO span (first_leaf, log, first_seq, records) VALUES (?, ?, ?, ?)");
    extendSpan = connection.prepareStatement("UPDATE span SET records = ? WHERE first_leaf = ?");
  }

  /** The place of the next leaf. */
  long next() {
    return next;
  }

  /** Appends the leaves of all records of a batch that were inserted, in their order. */
  void append(long log, Batch batch, BitSet taken, BitSet takenEvents) throws SQLException {
    EntryRows rows = batch.rows();
    int event = 0;
    int row = 0;
    int run = 0;
    long runSeq = 0;
    int end = rows.size() + batch.events().size();
    for (int index = 0; index < end; index++) {
      boolean isEvent =
          event < batch.events().size() && batch.events().get(event).operationsBefore() == row;
      long seq = isEvent ? batch.events().get(event).seq() : rows.seq(row);
      boolean isNew = !(isEvent ? takenEvents.get(event++) : taken.get(row++));
      if (!isNew || seq != runSeq + run) {
        append(log, runSeq, batch.hashes(), index - run, run);
        runSeq = seq;
        run = 0;
      }
      run += isNew ? 1 : 0;
    }
    append(log, runSeq, batch.hashes(), end - run, run);
  }

  /** Stores and appends an event of the archive itself. */
  void own(LedgerEvent event) throws SQLException {
    byte[] body = event.body();
    insertEvent.setLong(1, OWN_LOG);
    insertEvent.setLong(2, next);
    insertEvent.setBytes(3, body);
    insertEvent.executeUpdate();
    hasher.event(next, body, ownHash, 0);
    append(OWN_LOG, next, ownHash, 0, 1);
  }

  /** Begins a new span with the next leaf, which is {@code atLeast} or a later one. */
  void endSpan(long atLeast) throws SQLException {
    spanRecords = 0;
    spanStored = 0;
    next = Math.max(next, atLeast);
  }

  /** Before a commit: writes where the transaction's records stand. */
  void store() throws SQLException {
    storeSpan();
  }

  /** After a commit: what was appended stays. */
  void committed() {
    committed = count;
  }

  /** Hands over the hashes of what was committed; each once. */
  void drain(LeafSink sink) throws IOException {
    sink.append(hashes, committed);
    System.arraycopy(
        hashes, committed * TreeHash.BYTES, hashes, 0, (count - committed) * TreeHash.BYTES);
    count -= committed;
    committed = 0;
  }

  /** Forgets the hashes of what was committed: they are read from the records instead. */
  void forget() {
    count = 0;
    committed = 0;
  }

  /** Learns anew where the ledger ends, and forgets what was not committed. */
  void load(Connection connection, long atLeast) throws SQLException {
    count = committed;
    spanRecords = 0;
    spanStored = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT max(first_leaf + records) FROM span")) {
      next = Math.max(atLeast, row.next() ? row.getLong(1) : 0);
    }
  }

  /**
   * Appends leaves of records that follow each other.
   *
   * @param from hashes, one behind the other
   * @param index the first that counts
   * @param more how many; may be 0
   */
  private void append(long log, long seq, byte[] from, int index, int more) throws SQLException {
    if (more == 0) {
      return;
    }
    int end = (count + more) * TreeHash.BYTES;
    if (hashes.length < end) {
      hashes = Arrays.copyOf(hashes, Math.max(end, 2 * hashes.length));
    }
    System.arraycopy(
        from, index * TreeHash.BYTES, hashes, count * TreeHash.BYTES, more * TreeHash.BYTES);
    count += more;
    if (spanRecords == 0 || spanLog != log || spanFirstSeq + spanRecords != seq) {
      storeSpan();
      spanFirstLeaf = next;
      spanLog = log;
      spanFirstSeq = seq;
      spanRecords = 0;
      spanStored = 0;
    }
    spanRecords += more;
    next += more;
  }

  private void storeSpan() throws SQLException {
    if (spanRecords == spanStored) {
      return;
    }
    if (spanStored == 0) {
      insertSpan.setLong(1, spanFirstLeaf);
      insertSpan.setLong(2, spanLog);
      insertSpan.setLong(3, spanFirstSeq);
      insertSpan.setLong(4, spanRecords);
      insertSpan.executeUpdate();
    } else {
      extendSpan.setLong(1, spanRecords);
      extendSpan.setLong(2, spanFirstLeaf);
      extendSpan.executeUpdate();
    }
    spanStored = spanRecords;
  }
}
