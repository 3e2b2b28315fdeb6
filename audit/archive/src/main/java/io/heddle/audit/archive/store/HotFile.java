package io.heddle.audit.archive.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.ArchiveHome;
import io.heddle.audit.archive.ledger.LeafSink;
import io.heddle.audit.archive.ledger.LedgerEvent;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolPosition;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.SpoolRecord.OutcomeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The file that takes records: its unique key alone, no other index. Records, their transactions'
 * outcomes and the position in the spool are committed together.
 *
 * <p>One thread. Records of one log are taken and decided in their order, then stored, then
 * committed.
 */
public final class HotFile implements AutoCloseable {
  /** Is told what became of each record that was stored. */
  public interface Results {
    /** It is in the hot file now. */
    void archived(OperationRecord record);

    /** It was there already, byte for byte. */
    void duplicate(OperationRecord record);

    /** It is in the hot file now, with all that follows from it. */
    void archived(LedgerEvent event);

    /** Its key is taken by another content, which stays. */
    void conflict(long seq, Object content) throws SQLException;
  }

  private final Connection connection;
  private final OpenTransactions open = new OpenTransactions();
  private final Batch batch = new Batch();
  private final Texts texts;
  private final LogTable logs;
  private final PreparedStatement insert;
  private final PreparedStatement one;
  private final PreparedStatement decide;
  private final PreparedStatement undecided;
  private final PreparedStatement since;
  private final EventTable events;
  private final Leaves leaves;

  /** What the ledger has signed: no leaf before it is given away again, whatever the rows say. */
  private final long leavesSigned;

  private long records;
  private long recordsKept;
  private long sinceMicros;

  private HotFile(Connection connection, long leavesSigned) throws SQLException {
    this.connection = connection;
    this.leavesSigned = leavesSigned;
    leaves = new Leaves(connection);
    texts = new Texts(connection);
    logs = new LogTable(connection);
    insert = connection.prepareStatement(OperationColumns.INSERT);
    one = connection.prepareStatement(OperationColumns.ONE);
    decide =
        connection.prepareStatement(
            "UPDATE entry SET outcome = ? WHERE log = ? AND seq >= ? AND seq < ? AND txn = ?"
                + " AND outcome = 0 AND ordinal >= ? AND ordinal < ?");
    undecided =
        connection.prepareStatement("UPDATE entry SET outcome = 3 WHERE log = ? AND outcome = 0");
    events = new EventTable(connection);
    since = connection.prepareStatement("UPDATE file SET since_micros = ?");
    load();
  }

  /**
   * Opens the hot file of a home, or makes it.
   *
   * @param leavesSigned how many leaves the ledger has signed
   */
  public static HotFile open(ArchiveHome home, long leavesSigned) throws ArchiveException {
    Path file = home.hot();
    Connection connection = null;
    try {
      if (!Files.exists(file)) {
        make(home);
      }
      connection = Sqlite.writable(file);
      connection.setAutoCommit(false);
      if (Sqlite.isEmpty(connection)) {
        Schema.create(connection);
        connection.commit();
      } else if (Migration.isNeeded(connection)) {
        Migration.extend(connection);
        HotFile hot = new HotFile(connection, leavesSigned);
        Migration.complete(home, connection, hot.leaves);
        hot.commit();
        return hot;
      }
      return new HotFile(connection, leavesSigned);
    } catch (SQLException failure) {
      Sqlite.closeQuietly(connection);
      throw Sqlite.unusable(file, failure);
    } catch (IOException failure) {
      throw new ArchiveException(file + " cannot be made (" + failure + ")", failure);
    }
  }

  /** Makes the file under another name, so that a reader beside us never meets half of it. */
  private static void make(ArchiveHome home) throws SQLException, IOException {
    Path building = home.archive().resolve("hot.db.building");
    Files.deleteIfExists(building);
    try (Connection connection = Sqlite.building(building);
        Statement statement = connection.createStatement()) {
      Schema.create(connection);
      statement.execute("PRAGMA main.journal_mode = WAL");
    }
    Sealer.sync(building);
    Files.move(building, home.hot(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The log of a run, as far as it is archived; made if it is new. */
  public LogRow log(String node, long boot) throws SQLException {
    LogRow row = logs.row(node, boot);
    connection.commit();
    return row;
  }

  /** Takes an operation into the batch. */
  public void take(OperationRecord record) {
    batch.add(record);
  }

  /** Takes what else a JVM recorded into the batch. */
  public void take(long seq, LedgerEvent event) {
    batch.add(seq, event);
  }

  /** Decides pending operations, those in the batch and those stored before. */
  public void decide(long log, OutcomeRecord record) throws SQLException {
    batch.decide(record);
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

  /** Stores the batch, all of whose records are of that log, and gives each its leaf. */
  public void store(LogRow log, long nowMicros, Results results) throws SQLException {
    for (int i = 0; i < batch.size(); i++) {
      OperationColumns.bind(insert, texts, log.id(), batch.record(i), batch.outcome(i));
      insert.addBatch();
    }
    int[] inserted = batch.size() == 0 ? new int[0] : insert.executeBatch();
    int[] insertedEvents = events.insert(log.id(), batch.events());
    byte[] node = log.node().getBytes(UTF_8);
    int e = 0;
    for (int i = 0; i <= inserted.length; i++) {
      while (e < insertedEvents.length && batch.events().get(e).operationsBefore() == i) {
        Batch.Event taken = batch.events().get(e);
        stored(log, node, taken, insertedEvents[e] != 0, results);
        e++;
      }
      if (i < inserted.length) {
        stored(log, node, i, inserted[i] != 0, results);
      }
    }
    batch.clear();
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
   * Notes that nothing more comes from a log: what is still pending will never be decided.
   *
   * @return how many operations stay undecided
   */
  public int ended(LogRow row, long nowMicros) throws SQLException {
    long log = row.id();
    undecided.setLong(1, log);
    int count = open.has(log) ? undecided.executeUpdate() : 0;
    open.forget(log);
    logs.ended(log);
    record(log, new LedgerEvent.Ended(nowMicros, row.node(), row.boot(), count));
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

  /** How many leaves there are, with those not committed yet. */
  public long leaves() {
    return leaves.next();
  }

  /** Takes back everything since the last commit. */
  public void rollback() throws SQLException {
    insert.clearBatch();
    events.clear();
    connection.rollback();
    load();
  }

  /**
   * Makes everything committed durable against a power loss. One commit in FULL mode does: it syncs
   * the write-ahead log with all that was committed before. (A checkpoint would as well, but any
   * reader can keep it from ending.)
   */
  public void sync() throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("UPDATE file SET since_micros = since_micros");
      statement.execute("PRAGMA synchronous = NORMAL");
    } finally {
      connection.setAutoCommit(false);
    }
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

  /** Whether an operation in it waits for its outcome. */
  boolean isAnyPending() {
    return !open.isEmpty();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  Connection connection() {
    return connection;
  }

  /** Learns anew what the file holds. */
  void load() throws SQLException {
    open.clear();
    batch.clear();
    texts.forget();
    leaves.load(connection, leavesSigned);
    records = Sqlite.number(connection, "SELECT count(*) FROM entry");
    sinceMicros = Sqlite.number(connection, "SELECT since_micros FROM file");
    try (Statement statement = connection.createStatement();
        ResultSet pending =
            statement.executeQuery(
                "SELECT log, txn, min(seq) FROM entry WHERE outcome = 0 GROUP BY log, txn")) {
      while (pending.next()) {
        open.saw(pending.getLong(1), pending.getLong(2), pending.getLong(3));
      }
    }
    connection.commit();
  }

  private void stored(LogRow log, byte[] node, int index, boolean isNew, Results results)
      throws SQLException {
    OperationRecord record = batch.record(index);
    if (!isNew) {
      refused(log.id(), record, results);
      return;
    }
    leaves.begin(node, log.boot(), record.seq()).operation(record);
    leaves.append(log.id(), record.seq());
    records++;
    results.archived(record);
    if (batch.outcome(index) == Outcome.PENDING) {
      open.saw(log.id(), record.transaction(), record.seq());
    }
  }

  private void stored(LogRow log, byte[] node, Batch.Event taken, boolean isNew, Results results)
      throws SQLException {
    if (!isNew) {
      if (!events.has(log.id(), taken)) {
        results.conflict(taken.seq(), taken.event());
      }
      return;
    }
    leaves.begin(node, log.boot(), taken.seq()).body(taken.event().body());
    leaves.append(log.id(), taken.seq());
    if (taken.event() instanceof LedgerEvent.Booted booted) {
      logs.booted(log.id(), booted);
    } else if (taken.event() instanceof LedgerEvent.Closed closed) {
      logs.closed(log.id(), closed.micros());
    }
    events.incidentOf(log.id(), taken.event());
    results.archived(taken.event());
  }

  /** The key is taken: by the same record read again, or by something that must be looked into. */
  private void refused(long log, OperationRecord record, Results results) throws SQLException {
    one.setLong(1, log);
    one.setLong(2, record.seq());
    boolean same;
    try (ResultSet row = one.executeQuery()) {
      OperationRecord stored = row.next() ? OperationColumns.read(row) : null;
      // Read as pending, it may have been decided since.
      same =
          stored != null
              && (record.outcome() == Outcome.PENDING
                  ? record.equals(OperationColumns.with(Outcome.PENDING, stored))
                  : record.equals(stored));
    }
    if (same) {
      results.duplicate(record);
    } else {
      results.conflict(record.seq(), record);
    }
  }
}
