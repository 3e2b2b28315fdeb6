package io.heddle.audit.archive.store;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LeafSink;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that takes records: its unique key alone, no other index. Records, their transactions'
 * outcomes and the position in the spool are committed together. One thread.
 */
public final class HotFile implements AutoCloseable {
  /** Is told what became of each record that was stored. */
  public interface Results {
    /** So many are in the hot file now, the newest of which began then. */
    void archived(int operations, long newestMicros);

    /** It was there already, byte for byte. */
    void duplicate(OperationRecord record);

    /** It is in the hot file now, with all that follows from it. */
    void archived(LedgerEvent event);

    /** Its key is taken by another content, which stays. */
    void conflict(long seq, Object content) throws SQLException;
  }

  private final Connection connection;
  private final LogTable logs;
  private final EntryTable entries;
  private final EventTable events;
  private final Leaves leaves;
  private final PreparedStatement since;
  private final HotDurability durability;

  /** What the ledger has signed: no leaf before it is given away again, whatever the rows say. */
  private final long leavesSigned;

  private long records;
  private long recordsKept;
  private long sinceMicros;

  HotFile(Connection connection, HotDurability durability, long leavesSigned) throws SQLException {
    this.connection = connection;
    this.durability = durability;
    this.leavesSigned = leavesSigned;
    logs = new LogTable(connection);
    entries = new EntryTable(connection);
    events = new EventTable(connection);
    leaves = new Leaves(connection);
    since = connection.prepareStatement("UPDATE file SET since_micros = ?");
    load();
  }

  /**
   * Opens the hot file of a home, or makes it.
   *
   * @param leavesSigned how many leaves the ledger has signed
   */
  public static HotFile open(ArchiveHome home, long leavesSigned) throws ArchiveException {
    return HotFiles.open(home, leavesSigned);
  }

  /** The log of a run, as far as it is archived; made if it is new. */
  public LogRow log(String node, long boot) throws SQLException {
    LogRow row = logs.row(node, boot);
    connection.commit();
    return row;
  }

  /**
   * Stores a batch, all of whose records are of that log, applies what it decides to what was
   * stored before, and gives each of its records that is new its leaf.
   */
  public void store(LogRow log, Batch batch, long nowMicros, Results results) throws SQLException {
    if (entries.isAnyPending()) {
      for (OutcomeRecord decision : batch.decisions()) {
        entries.decide(log.id(), decision);
      }
    }
    BitSet taken = entries.insert(log.id(), batch.rows());
    BitSet takenEvents = events.insert(log.id(), batch.events());
    leaves.append(log.id(), batch, taken, takenEvents);
    stored(log.id(), batch, taken, results);
    storedEvents(log.id(), batch, takenEvents, results);
    if (sinceMicros == 0 && records > recordsKept) {
      sinceMicros = nowMicros;
      since.setLong(1, sinceMicros);
      since.executeUpdate();
    }
  }

  /** Records an event of the archive itself, and what follows from it. */
  public void record(long log, LedgerEvent own) throws SQLException {
    leaves.own(own);
    events.incidentOf(log, own);
  }

  /**
   * Notes that nothing more comes from a log: what is still pending will never be decided, but for
   * what can be asked of a database.
   *
   * @return how many operations stay undecided
   */
  public int ended(LogRow log, long nowMicros) throws SQLException {
    int count = entries.giveUp(log.id());
    logs.ended(log.id());
    record(log.id(), new LedgerEvent.Ended(nowMicros, log.node(), log.boot(), count));
    return count;
  }

  /** Transactions of ended logs that only their databases know the outcome of. */
  public List<Doubt> doubts() throws SQLException {
    List<Doubt> doubts = new ArrayList<>();
    for (Map.Entry<OpenTransactions.Key, OpenTransactions.Open> one : entries.intended()) {
      OpenTransactions.Key key = one.getKey();
      LedgerEvent.Intended intent = one.getValue().intent();
      Optional<LogRow> log = logs.endedLog(key.log());
      if (one.getValue().canBeAsked() && log.isPresent()) {
        doubts.add(
            new Doubt(
                key.log(),
                log.get().node(),
                log.get().boot(),
                key.transaction(),
                intent.micros(),
                intent.database(),
                intent.databaseId()));
      }
    }
    doubts.sort(Comparator.comparingLong(Doubt::intendedMicros));
    return doubts;
  }

  /**
   * Decides a transaction in doubt, and records it.
   *
   * @param how who said so
   * @return how many operations were decided; 0 if it was no doubt any more, and nothing is
   *     recorded
   */
  public int resolve(Doubt doubt, Outcome outcome, String how, long nowMicros) throws SQLException {
    int count = entries.resolve(doubt.log(), doubt.transaction(), outcome);
    if (count > 0) {
      record(
          doubt.log(),
          new LedgerEvent.Resolved(
              nowMicros, doubt.node(), doubt.boot(), doubt.transaction(), count, outcome, how));
    }
    return count;
  }

  /** Notes how far a log is archived. */
  public void position(long log, SpoolPosition reached) throws SQLException {
    logs.position(log, reached);
  }

  /** Makes everything since the last commit visible, all of it or nothing. */
  public void commit() throws SQLException {
    leaves.store();
    connection.commit();
    leaves.committed();
    durability.committed();
  }

  /** Takes back everything since the last commit. */
  public void rollback() throws SQLException {
    entries.clear();
    events.clear();
    durability.doubt();
    try {
      connection.rollback();
    } catch (SQLException gone) {
      // After a full disk or an I/O error SQLite has rolled back by itself. The driver does not
      // know, and would ask for the same for ever; it wants a transaction, so it gets one.
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
      } catch (SQLException stillThere) {
        gone.addSuppressed(stillThere);
        throw gone;
      }
    }
    load();
  }

  /** Makes everything committed durable against a power loss. */
  public void sync() throws SQLException {
    durability.sync();
  }

  /** The first leaf whose record may be in this file; the next one if there is none. */
  public long firstLeaf() throws SQLException {
    return Sqlite.number(
        connection, "SELECT coalesce(min(first_leaf), " + leaves.next() + ") FROM span");
  }

  /** How many leaves there are, with those not committed yet. */
  public long leaves() {
    return leaves.next();
  }

  /** Hands over the hashes of the leaves that were committed; each once. */
  public void drainLeaves(LeafSink sink) throws IOException {
    leaves.drain(sink);
  }

  /**
   * Reads the hashes of leaves anew from their records, and forgets those not handed over yet.
   *
   * @param from the first leaf
   * @throws ArchiveException if the record of a leaf is not in this file
   */
  public void replayLeaves(long from, LeafSink sink)
      throws SQLException, IOException, ArchiveException {
    leaves.forget();
    new LeafReplay(connection).run(from, leaves.next(), sink);
    connection.commit();
  }

  /** How many operations it holds. */
  public long records() {
    return records;
  }

  /** How many operations came since it was last sealed. */
  public long recordsSinceSeal() {
    return records - recordsKept;
  }

  /** When the first operation since it was last sealed was archived; 0 if there is none. */
  public long sinceMicros() {
    return sinceMicros;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Records in the ledger that a segment is sealed; what is in it is not in this file any more. */
  void sealed(LedgerEvent.Sealed event) throws SQLException {
    leaves.endSpan(event.seal().endLeaf());
    leaves.own(event);
  }

  /** Counts from here on what came since the last sealing: what is left cannot be sealed yet. */
  void sealed() {
    recordsKept = records;
    sinceMicros = 0;
  }

  /** The events that stay with the pending operations they speak of: log and sequence number. */
  List<long[]> eventsKept() {
    List<long[]> kept = new ArrayList<>();
    for (Map.Entry<OpenTransactions.Key, OpenTransactions.Open> one : entries.intended()) {
      kept.add(new long[] {one.getKey().log(), one.getValue().intentSeq()});
    }
    return kept;
  }

  /** Whether an operation in it waits for its outcome. */
  boolean isAnyPending() {
    return entries.isAnyPending();
  }

  Connection connection() {
    return connection;
  }

  Leaves ownLeaves() {
    return leaves;
  }

  /** Learns anew what the file holds. */
  void load() throws SQLException {
    entries.load();
    leaves.load(connection, leavesSigned);
    records = Sqlite.number(connection, "SELECT count(*) FROM entry");
    sinceMicros = Sqlite.number(connection, "SELECT since_micros FROM file");
    connection.commit();
  }

  private void stored(long log, Batch batch, BitSet taken, Results results) throws SQLException {
    EntryRows rows = batch.rows();
    long newestMicros = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (taken.get(row)) {
        refused(log, batch.record(row), results);
      } else {
        newestMicros = Math.max(newestMicros, rows.startMicros(row));
        if (rows.isPending(row)) {
          entries.waits(log, rows.transaction(row), rows.seq(row));
        }
      }
    }
    int count = rows.size() - taken.cardinality();
    records += count;
    results.archived(count, newestMicros);
  }

  private void refused(long log, OperationRecord record, Results results) throws SQLException {
    if (entries.has(log, record)) {
      results.duplicate(record);
    } else {
      results.conflict(record.seq(), record);
    }
  }

  private void storedEvents(long log, Batch batch, BitSet taken, Results results)
      throws SQLException {
    for (int i = 0; i < batch.events().size(); i++) {
      Batch.Event event = batch.events().get(i);
      if (!taken.get(i)) {
        entries.intended(log, event.seq(), event.event());
        follow(log, event.event());
        results.archived(event.event());
      } else if (!events.has(log, event)) {
        results.conflict(event.seq(), event.event());
      }
    }
  }

  /** Stores what follows from an event that is new. */
  private void follow(long log, LedgerEvent event) throws SQLException {
    if (event instanceof LedgerEvent.Booted booted) {
      logs.booted(log, booted);
    } else if (event instanceof LedgerEvent.Closed closed) {
      logs.closed(log, closed.micros());
    }
    events.incidentOf(log, event);
  }
}
