package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The operations of a hot file, and which of them wait for their outcome. One thread. */
final class EntryTable {
  private final Connection connection;
  private final Texts texts;
  private final OpenTransactions open = new OpenTransactions();
  private final RowInsert insert;
  private final PreparedStatement one;
  private final PreparedStatement decide;
  private final PreparedStatement resolve;

  EntryTable(Connection connection) throws SQLException {
    this.connection = connection;
    texts = new Texts(connection);
    insert = new RowInsert(connection, "entry", EntryRows.COLUMNS);
    one = connection.prepareStatement(OperationColumns.ONE);
    decide =
        connection.prepareStatement(
            "UPDATE entry SET outcome = ? WHERE log = ? AND seq >= ? AND seq < ? AND txn = ?"
                + " AND outcome = 0 AND ordinal >= ? AND ordinal < ?");
    resolve =
        connection.prepareStatement(
            "UPDATE entry SET outcome = ? WHERE log = ? AND seq >= ? AND txn = ? AND outcome = 0");
  }

  /** Learns anew what the table holds. */
  void load() throws SQLException {
    open.clear();
    texts.forget();
    try (Statement statement = connection.createStatement();
        ResultSet pending =
            statement.executeQuery(
                "SELECT log, txn, min(seq) FROM entry WHERE outcome = 0 GROUP BY log, txn")) {
      while (pending.next()) {
        open.saw(pending.getLong(1), pending.getLong(2), pending.getLong(3));
      }
    }
    if (!open.isEmpty()) {
      loadIntents();
    }
  }

  /** Those of transactions that are not decided stay in the hot file with their records. */
  private void loadIntents() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet intent =
            statement.executeQuery(
                "SELECT log, seq, body FROM event WHERE substr(body, 1, 1) = x'"
                    + HexFormat.of().toHexDigits((byte) LedgerEvent.Intended.KIND)
                    + "' ORDER BY log, seq")) {
      while (intent.next()) {
        intended(intent.getLong(1), intent.getLong(2), LedgerEvent.parse(intent.getBytes(3)));
      }
    }
  }

  /** Decides pending operations that are in the table. */
  void decide(long log, OutcomeRecord record) throws SQLException {
    long first = open.firstSeq(log, record.transaction());
    if (first == 0) {
      return;
    }
    decide.setInt(1, record.outcome().code());
    decide.setLong(2, log);
    decide.setLong(3, first);
    decide.setLong(4, record.seq());
    decide.setLong(5, record.transaction());
    decide.setInt(6, record.fromOrdinal());
    decide.setInt(7, record.toOrdinal());
    decide.executeUpdate();
    if (record.fromOrdinal() == 0) {
      open.decided(log, record.transaction());
    }
  }

  /**
   * Inserts operations of a log.
   *
   * @return which rows were not, because their keys are taken
   */
  BitSet insert(long log, EntryRows rows) throws SQLException {
    if (rows.size() == 0) {
      return new BitSet();
    }
    rows.number(log, texts);
    long first = rows.seq(0);
    long last = rows.seq(rows.size() - 1);
    return insert.insert(log, rows.size(), first, last, rows::bind);
  }

  /** Remembers an operation that was inserted without an outcome. */
  void waits(long log, long transaction, long seq) {
    open.saw(log, transaction, seq);
  }

  /** Whether the operation that is there is this one; read as pending, it may be decided since. */
  boolean has(long log, OperationRecord record) throws SQLException {
    one.setLong(1, log);
    one.setLong(2, record.seq());
    try (ResultSet row = one.executeQuery()) {
      OperationRecord stored = row.next() ? OperationColumns.read(row) : null;
      return stored != null && OperationColumns.isSame(record, stored);
    }
  }

  /** Remembers what an open transaction has said before its commit. */
  void intended(long log, long seq, LedgerEvent event) {
    if (event instanceof LedgerEvent.Intended intent) {
      open.intended(log, seq, intent);
    }
  }

  /**
   * Gives up waiting for a log: what is still pending is unknown for good, save for transactions
   * that their database can be asked about.
   *
   * @return how many operations that are
   */
  int giveUp(long log) throws SQLException {
    int count = 0;
    for (Map.Entry<OpenTransactions.Key, OpenTransactions.Open> one : open.of(log).entrySet()) {
      if (!one.getValue().canBeAsked()) {
        count += resolve(log, one.getKey().transaction(), Outcome.UNKNOWN);
      }
    }
    return count;
  }

  /**
   * Decides all that is still pending of a transaction.
   *
   * @return how many operations that were
   */
  int resolve(long log, long transaction, Outcome outcome) throws SQLException {
    resolve.setInt(1, outcome.code());
    resolve.setLong(2, log);
    resolve.setLong(3, open.firstSeq(log, transaction));
    resolve.setLong(4, transaction);
    open.decided(log, transaction);
    return resolve.executeUpdate();
  }

  /** The open transactions that have said that they are about to commit. */
  List<Map.Entry<OpenTransactions.Key, OpenTransactions.Open>> intended() {
    return open.intended();
  }

  /** Whether an operation waits for its outcome. */
  boolean isAnyPending() {
    return !open.isEmpty();
  }

  /** Forgets what was to be inserted. */
  void clear() throws SQLException {
    insert.clear();
  }
}
