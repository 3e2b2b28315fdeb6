package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.query.ArchiveReader;
import io.heddle.audit.archive.query.ArchivedOperation;
import io.heddle.audit.archive.query.AuditQuery;
import io.heddle.audit.archive.store.Sqlite;
import io.heddle.audit.spool.Layer;
import io.heddle.audit.spool.OperationExtras;
import io.heddle.audit.spool.OperationExtras.Field;
import io.heddle.audit.spool.OperationType;
import io.heddle.audit.spool.Outcome;
import io.heddle.audit.spool.SpoolRecord.OperationRecord;
import io.heddle.audit.spool.row.RowFingerprints;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an archive says of the rows of one table, by the fingerprints of their keys, in a temporary
 * file that is removed again. One thread.
 */
final class RecordedWrites implements AutoCloseable {
  /** Types of operations that write the rows of their target, and of no other table. */
  private static final Set<OperationType> TYPES =
      EnumSet.of(
          OperationType.CREATE, OperationType.UPDATE, OperationType.DELETE, OperationType.MERGE);

  private static final int BATCH = 5_000;

  /**
   * A write of one row.
   *
   * @param group what it was like, an index into {@link #groups}
   * @param atMicros when it had happened
   * @param row its fingerprint; empty if the row was deleted
   * @param isSure whether it was committed for certain
   * @param record the record's name
   */
  record Write(int group, long atMicros, byte[] row, boolean isSure, String record) {}

  /** Takes the newest write of a row that was not met. */
  interface Unmet {
    void take(Write newest) throws ArchiveException;
  }

  private final Path file;
  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement insertKeyless;
  private final PreparedStatement find;
  private final PreparedStatement meet;
  private final PreparedStatement use;

  /** What writes were like, without their rows. */
  private final Map<RowFingerprints, Integer> groupNumbers = new HashMap<>();

  private final List<RowFingerprints> groups = new ArrayList<>();
  private final Map<OperationType, Long> unknownMicros = new EnumMap<>(OperationType.class);
  private long unknown;
  private long rows;
  private int waiting;

  private RecordedWrites(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE wrote (key BLOB, at INTEGER, nr INTEGER, grp INTEGER, row BLOB, sure"
              + " INTEGER, record TEXT, PRIMARY KEY (key, at, nr)) WITHOUT ROWID");
      statement.execute(
          "CREATE TABLE keyless (row BLOB, grp INTEGER, unused INTEGER, PRIMARY KEY (row, grp))"
              + " WITHOUT ROWID");
      statement.execute("CREATE TABLE met (key BLOB PRIMARY KEY) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO wrote VALUES (?, ?, ?, ?, ?, ?, ?)");
    insertKeyless =
        connection.prepareStatement(
            "INSERT INTO keyless VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET unused = unused + 1");
    find =
        connection.prepareStatement(
            "SELECT grp, at, row, sure, record FROM wrote WHERE key = ? ORDER BY at DESC, nr DESC");
    meet = connection.prepareStatement("INSERT OR IGNORE INTO met VALUES (?)");
    use =
        connection.prepareStatement(
            "UPDATE keyless SET unused = unused - 1 WHERE row = ? AND grp = ? AND unused > 0");
  }

  /**
   * Reads what is recorded of a table.
   *
   * @param table in lower case, without a schema
   * @param prints tells which keys there are
   */
  static RecordedWrites of(RecordedOptions options, String table, RowPrints prints)
      throws ArchiveException {
    RecordedWrites writes = null;
    try {
      Path file = Files.createTempFile("heddle-writes", ".db");
      writes = new RecordedWrites(file, Sqlite.scratch(file));
      writes.read(options, table, prints);
      return writes;
    } catch (IOException | SQLException failure) {
      close(writes);
      throw unusable(failure);
    } catch (ArchiveException | RuntimeException failure) {
      close(writes);
      throw failure;
    }
  }

  /** What writes were like. */
  List<RowFingerprints> groups() {
    return groups;
  }

  /** How many rows they wrote. */
  long rows() {
    return rows;
  }

  /** How many operations wrote rows that nobody knows. */
  long unknown() {
    return unknown;
  }

  /** When such operations of some types were last; {@link Long#MIN_VALUE} if never. */
  long lastUnknownMicros(OperationType... types) {
    long last = Long.MIN_VALUE;
    for (OperationType type : types) {
      last = Math.max(last, unknownMicros.getOrDefault(type, Long.MIN_VALUE));
    }
    return last;
  }

  /** What was written to a row, newest first; it is met from now on if there is anything. */
  List<Write> ofKey(byte[] key) throws ArchiveException {
    List<Write> found = new ArrayList<>();
    try {
      find.setBytes(1, key);
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          found.add(write(row));
        }
      }
      if (!found.isEmpty()) {
        meet.setBytes(1, key);
        meet.executeUpdate();
      }
    } catch (SQLException failure) {
      throw unusable(failure);
    }
    return found;
  }

  /** Whether a row was inserted without its key being known, and not met as often yet. */
  boolean meetKeyless(int group, byte[] row) throws ArchiveException {
    try {
      use.setBytes(1, row);
      use.setInt(2, group);
      return use.executeUpdate() > 0;
    } catch (SQLException failure) {
      throw unusable(failure);
    }
  }

  /** How many rows were inserted without a key and not met. */
  long keylessUnmet() throws ArchiveException {
    try {
      return Sqlite.number(connection, "SELECT coalesce(sum(unused), 0) FROM keyless");
    } catch (SQLException failure) {
      throw unusable(failure);
    }
  }

  /** Every row that was not met, by its newest write. */
  void unmet(Unmet sink) throws ArchiveException {
    String newest =
        "SELECT grp, at, row, sure, record FROM wrote w WHERE key NOT IN (SELECT key FROM met) AND"
            + " NOT EXISTS (SELECT 1 FROM wrote n WHERE n.key = w.key AND (n.at, n.nr) > (w.at,"
            + " w.nr)) ORDER BY at, nr";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(newest)) {
      while (row.next()) {
        sink.take(write(row));
      }
    } catch (SQLException failure) {
      throw unusable(failure);
    }
  }

  @Override
  public void close() throws ArchiveException {
    try {
      connection.close();
      Files.deleteIfExists(file);
    } catch (IOException | SQLException failure) {
      throw unusable(failure);
    }
  }

  private void read(RecordedOptions options, String table, RowPrints prints)
      throws ArchiveException, SQLException {
    AuditQuery query =
        new AuditQuery(
            options.tenants(),
            "",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            TYPES,
            EnumSet.of(Outcome.COMMITTED, Outcome.PENDING, Outcome.UNKNOWN),
            Set.of(Layer.JDBC),
            "",
            "",
            false,
            0);
    Exception[] failed = {null};
    try (ArchiveReader reader = new ArchiveReader(options.home())) {
      reader.answer(
          query,
          operation -> {
            try {
              if (isOf(options, table, operation)) {
                take(operation, prints);
              }
              return true;
            } catch (SQLException | ArchiveException failure) {
              failed[0] = failure;
              return false;
            }
          });
    }
    if (failed[0] instanceof ArchiveException failure) {
      throw failure;
    } else if (failed[0] instanceof SQLException failure) {
      throw failure;
    }
    insert.executeBatch();
    connection.commit();
  }

  private static boolean isOf(RecordedOptions options, String table, ArchivedOperation operation) {
    String target = operation.record().target();
    String bare = target.substring(target.lastIndexOf('.') + 1);
    return bare.toLowerCase(Locale.ROOT).equals(table)
        && (options.service() == null || options.service().equals(operation.service()));
  }

  private void take(ArchivedOperation operation, RowPrints prints)
      throws SQLException, ArchiveException {
    OperationRecord record = operation.record();
    long at = record.startEpochMicros() + record.durationNanos() / 1_000;
    boolean isKnown = false;
    boolean isAll = true;
    for (Field field : record.extras().fields()) {
      if (field.tag() != OperationExtras.ROW_FINGERPRINT) {
        continue;
      }
      isKnown = true;
      try {
        RowFingerprints fingerprints = RowFingerprints.of(field.value());
        isAll &= !fingerprints.hasMore();
        if (prints.under(fingerprints.key()).isPresent()) {
          take(operation, fingerprints, at);
        } else {
          isAll = false;
        }
      } catch (IllegalArgumentException nothingOfRows) {
        isAll = false;
      }
    }
    boolean changedNothing = record.rows() == 0 && record.operationType() != OperationType.CREATE;
    if ((!isKnown || !isAll) && !changedNothing) {
      unknown++;
      unknownMicros.merge(record.operationType(), at, Math::max);
    }
  }

  private void take(ArchivedOperation operation, RowFingerprints fingerprints, long at)
      throws SQLException {
    int group = group(fingerprints);
    boolean isSure = operation.record().outcome() == Outcome.COMMITTED;
    boolean isKeyless = fingerprints.keyColumns().isEmpty();
    for (Row row : fingerprints.rows()) {
      rows++;
      if (!isKeyless) {
        insert.setBytes(1, row.key());
        insert.setLong(2, at);
        insert.setLong(3, rows);
        insert.setInt(4, group);
        insert.setBytes(5, row.row());
        insert.setBoolean(6, isSure);
        insert.setString(7, operation.id().toString());
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      } else {
        insertKeyless.setBytes(1, row.row());
        insertKeyless.setInt(2, group);
        insertKeyless.executeUpdate();
      }
    }
  }

  private int group(RowFingerprints fingerprints) {
    RowFingerprints like =
        new RowFingerprints(
            fingerprints.key(),
            fingerprints.change(),
            false,
            fingerprints.keyColumns(),
            fingerprints.others(),
            List.of());
    return groupNumbers.computeIfAbsent(
        like,
        next -> {
          groups.add(next);
          return groups.size() - 1;
        });
  }

  /** Whether a write has removed its row. */
  boolean isDeletion(Write write) {
    return groups.get(write.group).change() == Change.DELETED;
  }

  private static Write write(ResultSet row) throws SQLException {
    byte[] print = row.getBytes(3);
    return new Write(
        row.getInt(1),
        row.getLong(2),
        print == null ? new byte[0] : print,
        row.getBoolean(4),
        row.getString(5));
  }

  private static void close(RecordedWrites writes) throws ArchiveException {
    if (writes != null) {
      writes.close();
    }
  }

  private static ArchiveException unusable(Exception failure) {
    return new ArchiveException("no temporary file can be used (" + failure + ")", failure);
  }
}
