package io.heddle.agent.operation;

import io.heddle.audit.spool.row.CanonicalRow;
import io.heddle.audit.spool.row.CanonicalRow.Cell;
import io.heddle.audit.spool.row.RowFingerprints.Change;
import io.heddle.audit.spool.row.RowFingerprints.Column;
import io.heddle.audit.spool.row.RowFingerprints.Kind;
import io.heddle.audit.spool.row.UnknownRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows that an operation writes, as far as a policy wants their fingerprints, in their
 * canonical form until the operation is recorded. Written by the thread that runs the operation.
 *
 * <p>Bound: {@link #MOST_ROWS} rows, {@link #MOST_BYTES} of forms; what is beyond is counted only.
 */
public final class WrittenRows {
  static final int MOST_ROWS = 512;
  static final int MOST_BYTES = 1 << 20;
  static final int MOST_NAME_CHARS = 128;

  /**
   * A row in its canonical form.
   *
   * @param key empty if its key is not known
   * @param row empty if it is deleted
   */
  public record Form(byte[] key, byte[] row) {}

  /** Rows one behind the other of which the same columns are known. */
  public static final class Group {
    private List<Column> key;
    private List<Column> others;
    private final List<Form> rows = new ArrayList<>(1);

    private Group(List<Column> key, List<Column> others) {
      this.key = key;
      this.others = others;
    }

    /** What identifies them; none if that is not known. */
    public List<Column> key() {
      return key;
    }

    /** What else was written. */
    public List<Column> others() {
      return others;
    }

    /** The rows, in the order in which they were written. */
    public List<Form> rows() {
      return rows;
    }

    private boolean takes(List<Column> furtherKey, List<Column> furtherOthers) {
      List<Column> bothKey = both(key, furtherKey);
      List<Column> bothOthers = both(others, furtherOthers);
      if (bothKey == null || bothOthers == null) {
        return false;
      }
      key = bothKey;
      others = bothOthers;
      return true;
    }

    /** Columns of which NULL is the same as any kind; null if they are others. */
    private static List<Column> both(List<Column> some, List<Column> further) {
      if (some.equals(further)) {
        return some;
      }
      if (some.size() != further.size()) {
        return null;
      }
      List<Column> both = new ArrayList<>(some.size());
      for (int i = 0; i < some.size(); i++) {
        Column one = some.get(i);
        Column other = further.get(i);
        boolean isEither = one.kind() == Kind.NULL && other.kind() != Kind.UNKNOWN;
        boolean isSame =
            one.kind() == other.kind()
                || isEither
                || other.kind() == Kind.NULL && one.kind() != Kind.UNKNOWN;
        if (!one.name().equals(other.name()) || !isSame) {
          return null;
        }
        both.add(isEither ? other : one);
      }
      return both;
    }
  }

  private final String table;
  private final Change change;
  private final boolean isKeyed;
  private final List<Group> groups = new ArrayList<>(1);
  private int count;
  private int bytes;
  private boolean isCut;
  private boolean hasRun;
  private UnknownRows unknown;

  /**
   * @param table in lower case, without a schema
   * @param isKeyed whether fingerprints are made under a key of the tenant
   */
  public WrittenRows(String table, Change change, boolean isKeyed) {
    this.table = table;
    this.change = change;
    this.isKeyed = isKeyed;
  }

  /** Rows that nobody can tell from the statement. */
  public static WrittenRows unknown(UnknownRows reason) {
    WrittenRows rows = new WrittenRows("", Change.UPDATED, false);
    rows.cannotTell(reason);
    return rows;
  }

  /** From now on nothing is known but this. */
  public void cannotTell(UnknownRows reason) {
    if (unknown == null) {
      unknown = reason;
      groups.clear();
    }
  }

  /**
   * A row is written.
   *
   * @param key what identifies it; empty if that is not known
   * @param others what else is written, known or not
   */
  public void add(Map<String, WrittenValue> key, Map<String, WrittenValue> others) {
    if (unknown != null) {
      return;
    }
    count++;
    List<Column> keyColumns = columns(key);
    List<Column> otherColumns = columns(others);
    if (keyColumns == null || otherColumns == null) {
      cannotTell(UnknownRows.NO_ROOM);
      return;
    }
    if (count > MOST_ROWS || bytes > MOST_BYTES) {
      isCut = true;
      return;
    }
    List<Cell> keyCells = cells(key);
    Form form =
        new Form(
            key.isEmpty() ? Subject.NONE : CanonicalRow.key(table, keyCells),
            change == Change.DELETED
                ? Subject.NONE
                : CanonicalRow.row(table, keyCells, cells(others)));
    bytes += form.key.length + form.row.length;
    Group last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
    if (last == null || !last.takes(keyColumns, otherColumns)) {
      last = new Group(keyColumns, otherColumns);
      groups.add(last);
    }
    last.rows.add(form);
  }

  /**
   * The operation has run.
   *
   * @param rows the database says it has changed; -1 if it did not say
   * @param isComplete whether all of it succeeded
   */
  public void ran(long rows, boolean isComplete) {
    hasRun = true;
    if (isComplete && rows == 0 && change != Change.INSERTED && unknown == null) {
      groups.clear(); // no row has that key
      isCut = false;
    } else if (!isComplete || rows != count && (rows >= 0 || change != Change.INSERTED)) {
      cannotTell(UnknownRows.ROWS);
    }
  }

  /** What is done to the rows. */
  public Change change() {
    return change;
  }

  /** Whether fingerprints are made under a key of the tenant. */
  public boolean isKeyed() {
    return isKeyed;
  }

  /** Whether there are more rows than those that are kept. */
  public boolean isCut() {
    return isCut;
  }

  /** Why nothing can be said of the rows; null if something can. */
  public UnknownRows unknown() {
    return unknown == null && !hasRun && change != Change.INSERTED
        ? UnknownRows.NOT_YET_RUN
        : unknown;
  }

  /** The rows that are known. */
  public List<Group> groups() {
    return groups;
  }

  /** Null if a name is too long for a record. */
  private static List<Column> columns(Map<String, WrittenValue> values) {
    List<Column> columns = new ArrayList<>(values.size());
    for (Map.Entry<String, WrittenValue> value : values.entrySet()) {
      if (value.getKey().length() > MOST_NAME_CHARS) {
        return null;
      }
      columns.add(new Column(value.getKey(), value.getValue().kind()));
    }
    return columns;
  }

  private static List<Cell> cells(Map<String, WrittenValue> values) {
    List<Cell> cells = new ArrayList<>(values.size());
    values.forEach(
        (name, value) -> {
          if (value.isKnown()) {
            cells.add(new Cell(name, value.form()));
          }
        });
    return cells;
  }

  /** A map in the order in which a row's form has its columns. */
  public static SortedMap<String, WrittenValue> columns() {
    return new TreeMap<>(CanonicalRow.NAME_ORDER);
  }
}
